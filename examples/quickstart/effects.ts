/** What can be seen in a space, as predicates over the objects that a server gives. */
import { at, type Seen } from './read-back.ts'
import { CONFIG_MAPS, DEPLOYMENTS, type Effect, POLICIES, WDS } from './world.ts'

export const REPORTED = 'managed-by.kubestellar.io/singletonstatus'
const REPORTED_OF_SEVERAL = 'managed-by.kubestellar.io/multiwecstatus'

export function inSpace(
  space: string,
  path: string,
  name: string,
  holds: Effect['holds'],
  patience?: number,
): Effect {
  return { space, path, name, holds, ...(patience !== undefined && { patience }) }
}

export function storefront(wec: string, replicas: number): Effect {
  return inSpace(wec, DEPLOYMENTS, `${wec} runs ${replicas} storefronts`, (seen) => {
    const found = named(seen, 'storefront')
    return at(found, 'spec', 'replicas') === replicas && readyReplicas(found) === replicas
  })
}

export function price(wec: string, rye: string): Effect {
  return inSpace(
    wec,
    CONFIG_MAPS,
    `rye bread is ${rye} in ${wec}`,
    (seen) => at(named(seen, 'prices'), 'data', 'rye') === rye,
  )
}

export function ovenReported(wec: string): Effect {
  return inSpace(WDS, DEPLOYMENTS, `the state of oven-control in ${wec} came back`, (seen) => {
    const control = named(seen, 'oven-control')
    const isCurrent = at(control, 'status', 'observedGeneration') === at(control, 'metadata', 'generation')
    return readyReplicas(control) === 1 && isCurrent && label(control, REPORTED) === 'true'
  })
}

export function isReady(policy: string): Effect {
  return inSpace(
    WDS,
    POLICIES,
    `the policy ${policy} is ready`,
    (seen) => at(condition(named(seen, policy), 'Ready'), 'status') === 'True',
  )
}

export function named(objects: readonly Seen[], name: string): Seen | undefined {
  return objects.find((object) => at(object, 'metadata', 'name') === name)
}

export function label(object: Seen | undefined, key: string): unknown {
  return at(object, 'metadata', 'labels', key)
}

export function readyReplicas(object: Seen | undefined): unknown {
  return at(object, 'status', 'readyReplicas')
}

export function condition(object: Seen | undefined, type: string): unknown {
  const conditions = at(object, 'status', 'conditions')
  return Array.isArray(conditions) ? conditions.find((one) => at(one, 'type') === type) : undefined
}

export function isTakenIn(work: Seen): boolean {
  return at(condition(work, 'Applied'), 'observedGeneration') === at(work, 'metadata', 'generation')
}

export function available(cluster: Seen | undefined): unknown {
  return at(condition(cluster, 'ManagedClusterConditionAvailable'), 'status')
}

export function isAvailable(cluster: Seen | undefined): boolean {
  return available(cluster) === 'True' && at(condition(cluster, 'ManagedClusterJoined'), 'status') === 'True'
}

/** The `.status` in the WDS says of all WECs together that this many run. */
export function storefrontReported(replicas: number): Effect {
  return inSpace(WDS, DEPLOYMENTS, 'the state of storefront in three clusters came back as one', (seen) => {
    const found = named(seen, 'storefront')
    const isCurrent = at(found, 'status', 'observedGeneration') === at(found, 'metadata', 'generation')
    return readyReplicas(found) === replicas && isCurrent && label(found, REPORTED_OF_SEVERAL) === 'true'
  })
}
