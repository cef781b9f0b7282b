import fc from 'fast-check'

/** One thing that happens to a running system: an edit by somebody, a part that dies and comes back, trouble of a server. */
export type Change =
  | Readonly<{ kind: 'put'; what: Workload; app: App; value: number }>
  | Readonly<{ kind: 'remove'; what: Workload }>
  | Readonly<{ kind: 'relabelNamespace'; namespace: string; team: string }>
  | Readonly<{ kind: 'policy'; name: string; region: Region; app: App; flavour: Flavour }>
  | Readonly<{ kind: 'breakPolicy'; name: string }>
  | Readonly<{ kind: 'removePolicy'; name: string }>
  | Readonly<{ kind: 'removeBinding'; name: string }>
  | Readonly<{ kind: 'collector'; form: CollectorForm }>
  | Readonly<{ kind: 'relabelWec'; wec: string; region: Region }>
  | Readonly<{ kind: 'leave'; wec: string }>
  | Readonly<{ kind: 'drift'; wec: string; what: Workload; how: 'edit' | 'delete' }>
  | Readonly<{ kind: 'restart'; part: string }>
  | Readonly<{ kind: 'stop'; part: string }>
  | Readonly<{ kind: 'fault'; space: string; fault: FaultName; times: number }>
  | Readonly<{ kind: 'wait' }>

export type Workload = Readonly<{
  plural: 'configmaps' | 'deployments' | 'jobs' | 'widgets'
  namespace: string
  name: string
}>
export type App = 'a' | 'b' | 'c'
export type Region = 'eu' | 'us'
export type Flavour = 'plain' | 'createOnly' | 'singleton' | 'multi' | 'byNamespace'
/** What somebody makes of the StatusCollector that policies of the flavour `multi` name. */
export type CollectorForm = 'rows' | 'count' | 'wrong' | 'gone'
export type FaultName = '409' | '429' | '500' | '503' | 'cut' | 'cutDone' | 'cutWatches' | 'compact' | 'delay'

export const WDS = 'wds1'
export const ITS = 'its1'
export const WECS = ['red', 'blue'] as const
export const NAMESPACES = ['n1', 'n2'] as const
const PARTS = ['controllers', 'hub', ...WECS.flatMap((wec) => [`agent ${wec}`, `workload ${wec}`])]

const namespace = fc.constantFrom(...NAMESPACES)
const wec = fc.constantFrom(...WECS)
const app = fc.constantFrom<App>('a', 'b', 'c')
const region = fc.constantFrom<Region>('eu', 'us')
const policy = fc.constantFrom('p1', 'p2', 'several')
const part = fc.constantFrom(...PARTS)

const workload: fc.Arbitrary<Workload> = fc.record({
  plural: fc.constantFrom<Workload['plural']>('configmaps', 'deployments', 'deployments', 'jobs', 'widgets'),
  namespace,
  name: fc.constantFrom('x', 'y', 'z'),
})

const fault: fc.Arbitrary<Change> = fc.record({
  kind: fc.constant('fault' as const),
  space: fc.constantFrom(WDS, ITS, ...WECS),
  fault: fc.constantFrom<FaultName>(
    '409',
    '429',
    '500',
    '503',
    'cut',
    'cutDone',
    'cutWatches',
    'compact',
    'delay',
  ),
  times: fc.integer({ min: 1, max: 4 }),
})

const edits: readonly fc.WeightedArbitrary<Change>[] = [
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      what: workload,
      app,
      value: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), what: workload }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('policy' as const),
      name: policy,
      region,
      app,
      flavour: fc.constantFrom<Flavour>('plain', 'createOnly', 'singleton', 'multi', 'multi', 'byNamespace'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('breakPolicy' as const), name: policy }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removePolicy' as const), name: policy }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeBinding' as const), name: policy }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('collector' as const),
      form: fc.constantFrom<CollectorForm>('rows', 'count', 'wrong', 'gone'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('relabelWec' as const), wec, region }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), wec }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('relabelNamespace' as const),
      namespace,
      team: fc.constantFrom('t', 'u'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('drift' as const),
      wec,
      what: workload,
      how: fc.constantFrom('edit' as const, 'delete' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('restart' as const), part }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), part }) },
  { weight: 2, arbitrary: fc.constant<Change>({ kind: 'wait' }) },
]

/** Sequences of changes; with faults where the servers can have some on demand. */
export function changesArbitrary(
  options: Readonly<{ withFaults: boolean; most: number }>,
): fc.Arbitrary<readonly Change[]> {
  const choices = options.withFaults ? [...edits, { weight: 5, arbitrary: fault }] : edits
  return fc.array(fc.oneof(...choices), { minLength: 4, maxLength: options.most, size: 'max' })
}

/** A change in one line, for counterexamples. */
export function changeText(change: Change): string {
  const { kind, ...rest } = change
  return `${kind} ${JSON.stringify(rest)}`
}
