import type { Fault } from '@downsync/space'
import fc from 'fast-check'

/** One thing that happens while a reflector runs. */
export type Happening =
  | Readonly<{ kind: 'create' | 'update' | 'delete'; namespace: string; name: string; isOn: boolean }>
  | Readonly<{ kind: 'fault'; verb: 'list' | 'watch'; fault: Fault; times: number }>
  | Readonly<{ kind: 'cut' | 'silence' | 'compact' | 'settle' }>

// Few names, so that objects come, go and come again.
const namespace = fc.constantFrom('default', 'kube-public')
const name = fc.constantFrom('a', 'b', 'c', 'd')

const write = fc.record({
  kind: fc.constantFrom('create', 'create', 'update', 'delete'),
  namespace,
  name,
  isOn: fc.boolean(),
})

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('status'), code: fc.constantFrom(410, 429, 500, 503) }),
  fc.record({ kind: fc.constant('cut'), isDone: fc.boolean() }),
  fc.record({ kind: fc.constant('silence') }),
  fc.record({ kind: fc.constant('delay'), milliseconds: fc.constantFrom(1, 10) }),
)

/** What happens, one after the other: mostly writes, and everything that a network and a server do to a watch. */
export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: write },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('fault'),
        verb: fc.constantFrom('list', 'watch'),
        fault,
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('cut', 'cut', 'silence', 'compact', 'settle') }),
    },
  ),
  { minLength: 1, maxLength: 25, size: 'max' },
)
