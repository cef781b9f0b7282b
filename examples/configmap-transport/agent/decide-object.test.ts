import type { Item, KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  decideObject,
  type Holder,
  type Left,
  placeOf,
  type Step,
  sentForm,
} from './decide-object.ts'
import { isMarked } from './mark.ts'

const id = { group: '', kind: 'ConfigMap', namespace: 'x', name: 'a' }
const contentOf = (value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'x' },
  data: { value },
})
type Wish = Readonly<{ value: string; strategy: Item['strategy']; orphan: boolean }>
const holderOf = ({ value, strategy, orphan }: Wish, at: number, since?: string): Holder => {
  const hash = `${value}${strategy}${String(orphan)}`
  return {
    wrapped: `w${at}`,
    key: 'item_a',
    hash,
    item: { id, content: contentOf(value), strategy, orphan },
    word: since === undefined ? undefined : { of: hash, state: 'applied', message: '', since },
  }
}

const wishes = fc.array(
  fc.record<Wish>({
    value: fc.constantFrom('1', '2'),
    strategy: fc.constantFrom<Item['strategy']>('update', 'createOnly', 'serverSideApply'),
    orphan: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
)
const existing = fc.option(fc.constantFrom('1', '2', 'drifted').map(contentOf), { nil: undefined })

/** A server, as far as these writes go: what stands there afterwards. */
function landed(step: Step, before: KubeObject | undefined): KubeObject {
  if (step.kind === 'create' || step.kind === 'apply') return step.object
  if (step.kind !== 'mark' || before === undefined) throw new Error(`${step.kind} writes nothing`)
  const { labels, ...metadata } = before.metadata
  return { ...before, metadata: isMarked(before) ? metadata : { ...metadata, labels: markIn(step, labels) } }
}

function markIn({ patch }: Step & { kind: 'mark' }, labels: unknown) {
  const { metadata } = patch as unknown as { metadata: { labels: Record<string, string> } }
  return { ...(labels as Record<string, string> | undefined), ...metadata.labels }
}

/** All writes of one pass, and what stands there in the end. */
function brought(holders: readonly Holder[], start: KubeObject | undefined) {
  const isOwned = holders.some(({ item }) => !item.orphan)
  const steps: Step[] = []
  const applied = new Set<string>()
  let [object, left] = [start, undefined as Left | undefined]
  for (let rounds = 0; rounds < 10; rounds++) {
    const step = decideObject(holders, isOwned, object, applied, left)
    if (step.kind === 'nothing') return { object, steps, left: step.left }
    steps.push(step)
    object = landed(step, object)
    if (step.kind === 'apply') left = { hash: step.holder.hash, body: bodyOf(object) }
    else if (left !== undefined) left = { ...left, body: bodyOf(object) }
    if (step.kind === 'apply' || step.kind === 'create') applied.add(placeOf(step.holder))
  }
  throw new Error('it comes to no end')
}

describe('what is done with one object', () => {
  it('P-6 comes to an end, where it is what somebody asks for, and owned unless all leave it behind', () => {
    fc.assert(
      fc.property(wishes, existing, (list, start) => {
        const { object } = brought(
          list.map((wish, at) => holderOf(wish, at)),
          start,
        )
        expect(object).toBeDefined()
        if (object === undefined) return
        expect(isMarked(object)).toBe(list.some(({ orphan }) => !orphan))
        const last = list.findLast(({ strategy }) => strategy !== 'createOnly')
        if (last !== undefined) expect(object['data']).toEqual({ value: last.value })
        else expect(object['data']).toEqual(start?.['data'] ?? { value: list[0]?.value })
      }),
    )
  })

  it('WRP-10 brings about each content once, so that each wrapped object can say so', () => {
    fc.assert(
      fc.property(wishes, existing, (list, start) => {
        const { steps } = brought(
          list.map((wish, at) => holderOf(wish, at)),
          start,
        )
        const applied = steps.flatMap((step) => (step.kind === 'apply' ? [step.holder.wrapped] : []))
        const asking = list.flatMap(({ strategy }, at) => (strategy === 'createOnly' ? [] : [`w${at}`]))
        expect(applied).toEqual(asking)
      }),
    )
  })

  it('P-6 an agent that comes back writes nothing', () => {
    fc.assert(
      fc.property(wishes, existing, (list, start) => {
        const { object } = brought(
          list.map((wish, at) => holderOf(wish, at)),
          start,
        )
        const said = list.map((wish, at) => holderOf(wish, at, `2026-01-01T00:00:0${at}Z`))
        expect(brought(said, object).steps).toEqual([])
      }),
    )
  })

  it('BND-9 of two contents the one that changed last stays, and nothing goes to and fro', () => {
    const wish = (value: string): Wish => ({ value, strategy: 'update', orphan: false })
    const late = [
      holderOf(wish('1'), 0, '2026-01-02T00:00:00Z'),
      holderOf(wish('2'), 1, '2026-01-01T00:00:00Z'),
    ]
    expect(brought(late, contentOf('2')).object?.['data']).toEqual({ value: '1' })
    const edited = [holderOf(wish('3'), 0), holderOf(wish('2'), 1, '2026-01-01T00:00:00Z')]
    expect(brought(edited, contentOf('2')).object?.['data']).toEqual({ value: '3' })
  })

  it('waits for an object that is being deleted', () => {
    const object = contentOf('1')
    const leaving = { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }
    const step = decideObject(
      [holderOf({ value: '1', strategy: 'update', orphan: false }, 0)],
      true,
      leaving,
      new Set(),
      undefined,
    )
    expect(step.kind).toBe('wait')
  })
})

describe('the mark of ownership', () => {
  it('is of the object itself: a copy of its labels is owned by nobody', () => {
    const holder = holderOf({ value: '1', strategy: 'update', orphan: false }, 0)
    const marked = sentForm(holder.item, true)
    expect(isMarked(marked)).toBe(true)
    expect(isMarked({ ...marked, kind: 'Secret' })).toBe(false)
    expect(isMarked(sentForm(holder.item, false))).toBe(false)
  })
})
