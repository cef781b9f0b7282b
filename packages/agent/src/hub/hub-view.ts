import {
  type Environment,
  type Reflector,
  type ReflectorEvent,
  type ReflectorTarget,
  type SpaceClient,
  startReflector,
} from '@downsync/adapter-k8s'
import { type KubeObject, nameOf, namespaceOf, resourceVersionOf } from '@downsync/core'
import type { Seen } from './decide-availability.ts'
import { AGENT_NAME, type HubResource, ocm, resources, wecOfClusterRole } from './names.ts'

/** What the hub sees of its space; what it has written itself is seen at once. */
export type HubView = Readonly<{
  /** Resolves when each resource has been known once, or the view was stopped. */
  ready: Promise<void>
  get(resource: HubResource, namespace: string, name: string): Seen
  /** Since when leases are seen without a gap; milliseconds since 1970. */
  leasesSince(): number
  /** Whether all ManagedClusters are seen, and there is one (SNP-3). */
  hasInventory(): boolean
  /** The wrapped objects of a mailbox, without their content; from the first asking on they are followed. */
  worksOf(wec: string): readonly KubeObject[] | 'unknown'
  /** They need not be followed any more. */
  forgetWorksOf(wec: string): void
  /**
   * A write was answered.
   * @param before what it was made from
   * @param after what stands there now
   */
  wrote(resource: HubResource, id: ObjectName, before: Seen, after: KubeObject | 'absent'): void
  stop(): void
}>

export type ObjectName = Readonly<{ namespace: string; name: string }>

export type HubViewOptions = Readonly<{
  client: SpaceClient
  environment: Environment
  /** Something about a WEC has changed; also when nothing has, but it can be seen again. */
  onChange(wec: string): void
}>

type Followed = Readonly<{
  resource: HubResource
  part: Pick<ReflectorTarget, 'fieldSelector' | 'labelSelector' | 'namespace'>
  /** The WEC that an object is about, as far as it is about one. */
  wecOf(id: ObjectName): string | undefined
}>

const ofAgents = { fieldSelector: `metadata.name=${AGENT_NAME}` }
const ofClusters = { labelSelector: ocm.clusterName }
const byNamespace = ({ namespace }: ObjectName): string => namespace
const byName = ({ name }: ObjectName): string => name
const byClusterRole = ({ name }: ObjectName): string | undefined => wecOfClusterRole(name)

const followed: readonly Followed[] = [
  { resource: resources.clusters, part: {}, wecOf: byName },
  { resource: resources.namespaces, part: {}, wecOf: byName },
  { resource: resources.leases, part: { fieldSelector: `metadata.name=${ocm.lease}` }, wecOf: byNamespace },
  { resource: resources.accounts, part: ofAgents, wecOf: byNamespace },
  { resource: resources.roles, part: ofAgents, wecOf: byNamespace },
  { resource: resources.roleBindings, part: ofAgents, wecOf: byNamespace },
  { resource: resources.clusterRoles, part: ofClusters, wecOf: byClusterRole },
  { resource: resources.clusterRoleBindings, part: ofClusters, wecOf: byClusterRole },
]

/** Follows all that the hub decides by. */
export function startHubView({ client, environment, onChange }: HubViewOptions): HubView {
  // Own writes of which their watch has not told yet. Each was made from the very version that was seen, so what the watch
  // tells next is what the write has left, or later.
  const ahead = new Map<string, KubeObject | 'absent'>()
  const reflectors = new Map(followed.map((one) => [one.resource, follow(one)]))
  const mailboxes = new Map<string, Reflector>()
  let leasesSince = environment.now()

  function follow({ resource, part, wecOf }: Followed, retain = (object: KubeObject) => object): Reflector {
    const tell = (id: ObjectName): void => {
      ahead.delete(keyOf(resource, id))
      const wec = wecOf(id)
      if (wec !== undefined) onChange(wec)
    }
    const onEvent = (event: ReflectorEvent): void => {
      if (event.kind === 'put') tell(objectName(event.object))
      else if (event.kind === 'deleted') tell(event.id)
      else if (event.kind === 'known') {
        if (resource === resources.leases) leasesSince = environment.now()
        if (part.namespace === undefined) changeAll()
        else onChange(part.namespace)
      }
    }
    return startReflector({
      client,
      environment,
      target: { ...resource, ...part },
      retain,
      onEvents: (events) => events.forEach(onEvent),
    })
  }

  function changeAll(): void {
    for (const cluster of reflectors.get(resources.clusters)?.objects() ?? []) onChange(nameOf(cluster))
  }

  function watched(resource: HubResource, { namespace, name }: ObjectName): Seen {
    const reflector = reflectors.get(resource)
    const object = reflector?.get(namespace, name)
    return reflector?.known === true ? (object ?? 'absent') : 'unknown'
  }

  function get(resource: HubResource, namespace: string, name: string): Seen {
    const seen = watched(resource, { namespace, name })
    return seen === 'unknown' ? seen : (ahead.get(keyOf(resource, { namespace, name })) ?? seen)
  }

  return {
    ready: Promise.all([...reflectors.values()].map(({ synced }) => synced)).then(() => undefined),
    get,
    leasesSince: () => leasesSince,
    hasInventory() {
      const clusters = reflectors.get(resources.clusters)
      return clusters?.known === true && [...clusters.objects()].length > 0
    },
    worksOf(wec) {
      let reflector = mailboxes.get(wec)
      if (reflector === undefined) {
        reflector = follow(
          { resource: resources.works, part: { namespace: wec }, wecOf: byNamespace },
          withoutContent,
        )
        mailboxes.set(wec, reflector)
      }
      return reflector.known === true ? [...reflector.objects()] : 'unknown'
    },
    forgetWorksOf(wec) {
      mailboxes.get(wec)?.stop()
      mailboxes.delete(wec)
    },
    wrote(resource, id, before, after) {
      if (versionOf(get(resource, id.namespace, id.name)) === versionOf(before))
        ahead.set(keyOf(resource, id), after)
    },
    stop() {
      for (const reflector of [...reflectors.values(), ...mailboxes.values()]) reflector.stop()
    },
  }
}

function withoutContent({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata }
}

function objectName(object: KubeObject): ObjectName {
  return { namespace: namespaceOf(object), name: nameOf(object) }
}

function keyOf({ group, resource }: HubResource, { namespace, name }: ObjectName): string {
  return [group, resource, namespace, name].join(' ')
}

function versionOf(seen: Seen): string {
  return typeof seen === 'string' ? seen : resourceVersionOf(seen)
}
