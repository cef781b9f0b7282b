import type { Unheard } from '../bind/index.ts'
import { idKey, manifestKey, type ObjectId, refKey, refOf, refOfKey } from '../kube/index.ts'
import type { AskedStages } from './asked.ts'
import type { BindingStages } from './bindings.ts'
import { type CountedRecord, placeKey } from './counted-records.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { RecordStages } from './records.ts'
import type { Read, Stage } from './stage.ts'
import { holdsManifest, type WrappedStages } from './wrapped.ts'

/** What the stage is made of. */
export type UnheardSources = Readonly<{
  inputs: Inputs
  wrapped: WrappedStages
  bindings: BindingStages
  records: RecordStages
  asked: AskedStages
  mailboxes: MailboxStages
  counted: Stage<CountedRecord>
}>

/**
 * The stage `unheard`: by `pairKey`, what is not known of a WEC although a Binding asks for it (RPT-9, RPT-10): it is not available, so
 * that its reports may be old, or it has not reported an object that it has applied. Undefined: it is heard.
 */
export function unheardStage(sources: UnheardSources): Stage<Unheard | undefined> {
  const { inputs, bindings, records, asked, mailboxes, counted } = sources
  const heardIn = heardStage(sources)
  // By the name of a Binding: what it asks for of kinds that have a status; others have nothing to report.
  const expected: Stage<ReadonlyMap<string, string>> = {
    name: 'expectedReports',
    compute: (read, name) =>
      new Map(
        read.get(asked.flagged, name).flatMap(({ key, entry: { id } }) => {
          const info = read.get(inputs.resource, listKey('wds', refOfKey(key)))
          return info?.hasStatus === true
            ? [[idKey(id), manifestKey({ ...id, kind: info.kind })] as const]
            : []
        }),
      ),
    same: (a, b) => a.size === b.size && [...a].every(([id, manifest]) => b.get(id) === manifest),
  }
  return {
    name: 'unheard',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const wanted = read.get(expected, name)
      if (wanted.size === 0 || read.get(records.unseen, '') !== undefined) return undefined
      const { pairs } = read.get(mailboxes.mailbox, wec)
      const applied = (pairs.get(name) ?? []).filter(
        ({ id, state }) => state === 'applied' && wanted.has(idKey(id)),
      )
      const heard = read.get(heardIn, wec)
      const isHeard = ({ id }: { id: ObjectId }) => heard.has(wanted.get(idKey(id)) ?? '')
      if (!read.get(bindings.available, wec)) {
        const reported = applied.filter(isHeard).map(({ id }) => id)
        if (reported.length > 0) return { kind: 'unavailable', wec, at: lastTime(read, reported, wec) }
      }
      const silent = applied.find((pair) => !isHeard(pair))
      return silent && { kind: 'silent', wec, object: silent.id }
    },
    same: (a, b) =>
      a?.kind === b?.kind &&
      (a?.kind !== 'unavailable' || a.at === (b?.kind === 'unavailable' ? b.at : undefined)) &&
      (a?.kind !== 'silent' || (b?.kind === 'silent' && idKey(a.object) === idKey(b.object))),
  }

  function lastTime(read: Read, objects: readonly ObjectId[], wec: string): string | undefined {
    let last: string | undefined
    for (const id of objects) {
      const record = read.get(counted, placeKey(refKey(refOf('wds', id)), wec))
      const at = record === 'unreadable' ? undefined : record?.report.at
      if (at !== undefined && (last === undefined || Date.parse(at) > Date.parse(last))) last = at
    }
    return last
  }
}

// By WEC: `manifestKey`s of what some record that counts is of (RPT-7). Its statuses may change without it.
function heardStage({ records, wrapped }: UnheardSources): Stage<ReadonlySet<string>> {
  return {
    name: 'heardIn',
    compute: (read, wec) => {
      const heard = new Set<string>()
      for (const { manifest, owner, uid } of records.existingIn(read, wec))
        if (owner !== undefined && holdsManifest(read.get(wrapped.wrapped, owner), uid, manifest) !== false)
          heard.add(manifest)
      return heard
    },
    same: (a, b) => a.size === b.size && [...a].every((manifest) => b.has(manifest)),
  }
}
