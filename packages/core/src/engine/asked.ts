import type { Entry } from '../bind/index.ts'
import { compareUtf8, refKey, refOf, refOfKey } from '../kube/index.ts'
import type { Asked } from '../report/index.ts'
import { isWorkload } from '../select/index.ts'
import type { BindingStages } from './bindings.ts'
import { type Inputs, listKey } from './inputs.ts'
import { listedIn } from './listed.ts'
import type { Gather, Read, Stage } from './stage.ts'

/** An object of which a Binding asks for reported state, by its `refKey`. */
export type Flagged = Readonly<{ key: string; entry: Entry }>

/** What is asked for of one object, whether it is there, and which Bindings with destinations ask. */
export type AskedBy = Asked & Readonly<{ exists: boolean; bindings: readonly string[] }>

/** From Bindings to what they ask of objects (section 9). */
export type AskedStages = Readonly<{
  /** By the name of a Binding: the objects that it lists with either flag, in its order. */
  flagged: Stage<readonly Flagged[]>
  /** By the `refKey` of an object; undefined: no Binding asks. */
  asked: Stage<AskedBy | undefined>
  /** By the name of a Binding: its destinations, in which what it asks for counts. */
  wecSet: Stage<ReadonlySet<string>>
  /** The keys of all objects of a resource, given by its `listKey`, of which some Binding asks; some twice. */
  keysOf: (read: Read, resource: string) => readonly string[]
  gathers: readonly Gather<unknown>[]
}>

type Lists = Readonly<{ flagged: readonly Flagged[]; wecs: readonly string[] }>
type Flags = Readonly<{ singleton: boolean; multi: boolean }>

/** The stages that collect what is asked for, wired. */
export function askedStages(
  inputs: Inputs,
  bindings: BindingStages,
  apiGroups: readonly string[] | undefined,
): AskedStages {
  const lists: Stage<Lists> = {
    name: 'lists',
    compute: (read, name) => {
      const { entries, wecs: listedWecs } = listedIn(inputs, bindings, read, name)
      return { flagged: flaggedIn(entries), wecs: listedWecs }
    },
  }
  const flagged: AskedStages['flagged'] = {
    name: 'flagged',
    compute: (read, name) => read.get(lists, name).flagged,
    same: (a, b) => sameList(a, b, (one, other) => one.key === other.key && flagsOf(one) === flagsOf(other)),
  }
  const wecs: Stage<readonly string[]> = {
    name: 'listedWecs',
    compute: (read, name) => read.get(lists, name).wecs,
    same: (a, b) => sameList(a, b, Object.is),
  }
  const askers: Gather<Flags> = {
    name: 'askers',
    sources: bindings.bindingNames,
    contributions: (read, name) => new Map(read.get(flagged, name).map((one) => [one.key, flagsOf(one)])),
  }
  const flaggedOf: Gather<readonly string[]> = {
    name: 'flaggedOf',
    sources: bindings.bindingNames,
    contributions: (read, name) => {
      const byResource = new Map<string, string[]>()
      for (const { key } of read.get(flagged, name)) {
        const resource = listKey('wds', refOfKey(key))
        const keys = byResource.get(resource)
        if (keys === undefined) byResource.set(resource, [key])
        else keys.push(key)
      }
      return byResource
    },
    same: (a, b) => sameList(a, b, Object.is),
  }
  const asked: AskedStages['asked'] = {
    name: 'asked',
    compute: (read, key) => {
      const bucket = read.bucket(askers, key)
      if (bucket.size === 0) return undefined
      const flags = [...bucket.values()]
      const listed = [...bucket.keys()].map((name) => [name, read.get(wecs, name)] as const)
      return {
        singleton: flags.some((one) => one.singleton),
        multi: flags.some((one) => one.multi),
        wecs: unionOf(listed.map(([, names]) => names)),
        exists: read.get(inputs.object, key) !== undefined,
        bindings: listed.flatMap(([name, names]) => (names.length === 0 ? [] : [name])),
      }
    },
    same: sameAsked,
  }
  return {
    flagged,
    asked,
    wecSet: {
      name: 'listedWecSet',
      compute: (read, name) => new Set(read.get(wecs, name)),
    },
    keysOf: (read, resource) => [...read.bucket(flaggedOf, resource).values()].flat(),
    gathers: [askers, flaggedOf],
  }

  // BND-6: nothing is written on what is no workload, whoever lists it.
  function flaggedIn(entries: readonly Entry[]): readonly Flagged[] {
    return entries.flatMap((entry) => {
      const { wantSingletonReportedState, wantMultiWECReportedState } = entry.modulation
      const isAsked = wantSingletonReportedState || wantMultiWECReportedState
      return isAsked && isWorkload(entry.id, apiGroups)
        ? [{ key: refKey(refOf('wds', entry.id)), entry }]
        : []
    })
  }
}

const [SINGLETON, MULTI, BOTH]: readonly [Flags, Flags, Flags] = [
  { singleton: true, multi: false },
  { singleton: false, multi: true },
  { singleton: true, multi: true },
]

// The same value for the same flags.
function flagsOf({ entry: { modulation } }: Flagged): Flags {
  if (!modulation.wantMultiWECReportedState) return SINGLETON
  return modulation.wantSingletonReportedState ? BOTH : MULTI
}

// The list itself where there is one alone, so that a thousand WECs of ten thousand objects are one list.
function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = lists
  return others.every((one) => one === first) ? first : [...new Set(lists.flat())].sort(compareUtf8)
}

function sameAsked(a: AskedBy | undefined, b: AskedBy | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return (
    a.singleton === b.singleton &&
    a.multi === b.multi &&
    a.exists === b.exists &&
    sameList(a.wecs, b.wecs, Object.is) &&
    sameList(a.bindings, b.bindings, Object.is)
  )
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return (
    a === b ||
    (a.length === b.length &&
      a.every((one, index) => {
        const other = b[index]
        return other !== undefined && same(one, other)
      }))
  )
}
