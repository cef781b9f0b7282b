import { explain, idKey, manifestKey, type ObjectId, type Outcome, type Verdict } from '@downsync/core'
import type { BindingReport } from './bindings.ts'

/** A pair that a Binding lists and that is not delivered as it is written now. */
export type NotDelivered = Readonly<{
  id: ObjectId
  wecs: readonly string[]
  state: 'withheld' | 'frozen' | 'unknown'
  why: string
}>

/** The listed pairs that are withheld or frozen, those of one object and one reason together. */
export function notDelivered(outcome: Outcome, bindings: readonly BindingReport[]): readonly NotDelivered[] {
  const found = new Map<
    string,
    { id: ObjectId; wecs: Set<string>; state: NotDelivered['state']; why: string }
  >()
  const frozenIds = frozenObjects(outcome)
  for (const { objects, wecs } of bindings) {
    for (const { wec } of wecs) {
      const delivered = deliveredTo(outcome, wec)
      for (const { id } of objects) {
        const kind = outcome.snapshot.resource('wds', id)?.kind ?? ''
        const key = manifestKey({ group: id.group, kind, namespace: id.namespace, name: id.name })
        if (delivered.has(key) && !frozenIds.has(idKey(id))) continue
        const said = saidOf(explain(outcome, { object: id, wec }).verdict)
        if (said === undefined) continue
        const group = `${idKey(id)}\u0000${said.state}\u0000${said.why}`
        const entry = found.get(group) ?? { id, wecs: new Set<string>(), ...said }
        found.set(group, entry)
        entry.wecs.add(wec)
      }
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, wecs: [...entry.wecs] }))
}

function saidOf(verdict: Verdict): Pick<NotDelivered, 'state' | 'why'> | undefined {
  switch (verdict.kind) {
    case 'withheld':
      return { state: 'withheld', why: verdict.rule }
    case 'frozen':
      return { state: 'frozen', why: verdict.why }
    case 'unknown':
      return { state: 'unknown', why: verdict.why }
    case 'delivered':
    case 'notSelected':
    case 'leaving':
    case 'absent':
      return undefined
  }
}

function deliveredTo(outcome: Outcome, wec: string): ReadonlySet<string> {
  const bundles = outcome.mailboxes.get(wec) ?? []
  return new Set(bundles.flatMap(({ items }) => items.map(({ id }) => manifestKey(id))))
}

function frozenObjects(outcome: Outcome): ReadonlySet<string> {
  const frozen = [...outcome.problems].flatMap(([, problems]) => problems.flatMap(({ freezes }) => freezes))
  return new Set(frozen.flatMap(({ object }) => (object === undefined ? [] : [idKey(object)])))
}
