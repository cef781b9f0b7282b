import {
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  names,
  type Outcome,
  type PairStanding,
  pairsOf,
  stringAt,
} from '@downsync/core'

/** How a BindingPolicy stands: its condition `Ready`, and each of its pairs. */
export type PolicyStanding = Readonly<{
  name: string
  applied: number
  total: number
  isPaused: boolean
  reason: string
  message: string
  created: string | undefined
  pairs: readonly PairStanding[]
}>

/** How every policy of an outcome stands, by name. */
export function policyStandings(outcome: Outcome): readonly PolicyStanding[] {
  const policies = outcome.snapshot.objects('wds', {
    group: names.CONTROL_GROUP,
    resource: 'bindingpolicies',
  })
  return [...policies].map((policy) => standingOf(outcome, policy))
}

function standingOf(outcome: Outcome, policy: KubeObject): PolicyStanding {
  const name = nameOf(policy)
  const pairs = pairsOf(outcome, name)
  const ref = {
    space: 'wds',
    group: names.CONTROL_GROUP,
    resource: 'bindingpolicies',
    namespace: '',
    name,
  } as const
  const wanted = outcome.statuses.get(ref)
  const ready = listAt(wanted, 'conditions').find((one) => memberOf(one, 'type') === 'Ready')
  return {
    name,
    applied: pairs.filter(({ state, current }) => state === 'applied' && current).length,
    total: pairs.length,
    isPaused: stringAt(ready, 'reason') === 'Paused',
    reason: stringAt(ready, 'reason') ?? 'Unknown',
    message: stringAt(ready, 'message') ?? '',
    created: stringAt(policy.metadata, 'creationTimestamp'),
    pairs,
  }
}
