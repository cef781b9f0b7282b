import { type ApiAnswer, type ApiRequest, failureText, type SpaceClient } from '@downsync/adapter-k8s'
import type { Fleet } from '@downsync/cli'
import { type KubeObject, valueAt } from '@downsync/core'
import type { EmbeddedSpace, FaultOrder } from '@downsync/space'
import { type Change, type FaultName, ITS, NAMESPACES, WDS, WECS, type Workload } from './change.ts'
import { collectorOf, driftOf, objectOf, policyOf, several, widgets } from './manifests.ts'
import type { Way } from './way.ts'

/** A running system as a test handles it: users' clients of each space, parts, and faults where the spaces are embedded. */
export type System = Readonly<{
  fleet: Fleet
  way: Way
  client(space: string): SpaceClient
  embedded(space: string): EmbeddedSpace | undefined
  stop(): Promise<void>
}>

const GROUPS: Readonly<Record<Workload['plural'], string>> = {
  configmaps: '/api/v1',
  deployments: '/apis/apps/v1',
  jobs: '/apis/batch/v1',
  widgets: '/apis/test.example.com/v1',
}
const POLICIES = '/apis/control.kubestellar.io/v1alpha1/bindingpolicies'
const COLLECTOR = '/apis/control.kubestellar.io/v1alpha1/statuscollectors/ready'
const BINDINGS = '/apis/control.kubestellar.io/v1alpha1/bindings'
const CLUSTERS = '/apis/cluster.open-cluster-management.io/v1/managedclusters'

/** What every sequence begins with: namespaces, a kind of the users' own, everything in `eu`. */
export async function prepare(system: System): Promise<void> {
  await put(
    system,
    WDS,
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.test.example.com',
    widgets,
  )
  for (const name of NAMESPACES)
    await put(system, WDS, `/api/v1/namespaces/${name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { team: 't', base: 'yes' } },
    })
  await put(system, WDS, COLLECTOR, collectorOf('rows'))
  // Something is in several WECs from the start, so that its state is of several.
  await put(system, WDS, `${POLICIES}/several`, several)
  const deployment = { plural: 'deployments', namespace: 'n1', name: 'z' } as const
  await put(system, WDS, pathOf(deployment), objectOf(deployment, 'c', 2))
  // What everything else needs goes everywhere.
  await put(system, WDS, `${POLICIES}/base`, {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name: 'base' },
    spec: {
      clusterSelectors: [{}],
      downsync: [
        { resources: ['namespaces'], objectSelectors: [{ matchLabels: { base: 'yes' } }] },
        { apiGroup: 'apiextensions.k8s.io', objectSelectors: [{ matchLabels: { base: 'yes' } }] },
      ],
    },
  })
}

/** Makes one change happen; what the spaces refuse for reasons of their own has not happened. */
export async function perform(system: System, change: Change): Promise<void> {
  switch (change.kind) {
    case 'put':
      return put(system, WDS, pathOf(change.what), objectOf(change.what, change.app, change.value))
    case 'remove':
      return remove(system, WDS, pathOf(change.what))
    case 'relabelNamespace':
      return merge(system, WDS, `/api/v1/namespaces/${change.namespace}`, {
        metadata: { labels: { team: change.team } },
      })
    case 'policy':
      return put(system, WDS, `${POLICIES}/${change.name}`, policyOf(change))
    case 'breakPolicy':
      return merge(system, WDS, `${POLICIES}/${change.name}`, {
        spec: { downsync: [{ objectSelectors: [{}] }] },
      })
    case 'removePolicy':
      return remove(system, WDS, `${POLICIES}/${change.name}`)
    case 'removeBinding':
      return remove(system, WDS, `${BINDINGS}/${change.name}`)
    case 'collector':
      return change.form === 'gone'
        ? remove(system, WDS, COLLECTOR)
        : put(system, WDS, COLLECTOR, collectorOf(change.form))
    case 'relabelWec':
      return merge(system, ITS, `${CLUSTERS}/${change.wec}`, {
        metadata: { labels: { region: change.region } },
      })
    case 'leave':
      return remove(system, ITS, `${CLUSTERS}/${change.wec}`)
    case 'drift':
      return change.how === 'delete'
        ? remove(system, change.wec, pathOf(change.what))
        : merge(system, change.wec, pathOf(change.what), {
            metadata: { annotations: { drifted: 'yes' } },
            ...driftOf(change.what),
          })
    case 'restart': {
      const part = system.fleet.part(change.part)
      await part?.stop()
      return part?.start()
    }
    case 'stop':
      return system.fleet.part(change.part)?.stop()
    case 'fault': {
      const space = system.embedded(change.space)
      if (space !== undefined) order(space, change.fault, change.times)
      return
    }
    case 'wait':
      return new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** Ends all trouble: no fault is left, every part runs, and a WEC that left is registered again. */
export async function mend(system: System): Promise<void> {
  for (const space of [WDS, ITS, ...WECS]) system.embedded(space)?.faults.clear()
  for (const wec of WECS) {
    const { code, body } = await ask(system, ITS, { method: 'GET', path: `${CLUSTERS}/${wec}` })
    const isLeaving = valueAt(body, 'metadata', 'deletionTimestamp') !== undefined
    if (code === 404 || isLeaving) await system.fleet.part(`agent ${wec}`)?.stop()
  }
  for (const part of system.fleet.parts()) await part.start()
}

function order(space: EmbeddedSpace, name: FaultName, times: number): unknown {
  const { faults } = space
  const hit = (fault: FaultOrder['fault'], matches?: FaultOrder['matches']) =>
    faults.order({ fault, times, ...(matches && { matches }) })
  // What the test itself sends is spared: it is what happens, not what it is to stand.
  const isSystem: FaultOrder['matches'] = (request) => request.path !== '/version' && request.verb !== ''
  switch (name) {
    case '409':
      return hit({ kind: 'status', code: 409 }, ({ verb }) => verb === 'update' || verb === 'patch')
    case '429':
      return hit({ kind: 'status', code: 429, retryAfterSeconds: 0 }, isSystem)
    case '500':
      return hit({ kind: 'status', code: 500 }, isSystem)
    case '503':
      return hit({ kind: 'status', code: 503 }, isSystem)
    case 'cut':
      return hit({ kind: 'cut', isDone: false }, isSystem)
    case 'cutDone':
      return hit({ kind: 'cut', isDone: true }, isSystem)
    case 'delay':
      return hit({ kind: 'delay', milliseconds: 40 }, isSystem)
    case 'cutWatches':
      return faults.cutWatches()
    case 'compact':
      faults.compact()
      return faults.cutWatches()
  }
}

export function pathOf({ plural, namespace, name }: Workload): string {
  return `${GROUPS[plural]}/namespaces/${namespace}/${plural}/${name}`
}

// Refusals that are the world's own business: what is not there, what is there already, what cannot change.
const FINE = new Set([200, 201, 202, 404, 409, 422, 403])
const TRIES = 100

async function put(system: System, space: string, path: string, body: KubeObject | object): Promise<void> {
  const query = { fieldManager: 'user', force: 'true' }
  // A manifest is plain JSON.
  await ask(system, space, {
    method: 'PATCH',
    path,
    query,
    body: body as KubeObject,
    contentType: 'application/apply-patch+yaml',
  })
}

async function merge(system: System, space: string, path: string, body: object): Promise<void> {
  await ask(system, space, {
    method: 'PATCH',
    path,
    body: body as KubeObject,
    contentType: 'application/merge-patch+json',
  })
}

async function remove(system: System, space: string, path: string): Promise<void> {
  await ask(system, space, { method: 'DELETE', path, query: { propagationPolicy: 'Background' } })
}

// Faults hit users too, who try again.
async function ask(
  system: System,
  space: string,
  request: ApiRequest,
): Promise<Extract<ApiAnswer, { kind: 'answer' }>> {
  let answer: ApiAnswer | undefined
  for (let attempt = 0; attempt < TRIES; attempt++) {
    answer = await system.client(space).request(request)
    if (answer.kind === 'answer' && FINE.has(answer.code)) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(
    `${request.method} ${request.path} in ${space}: ${answer === undefined ? '' : failureText(answer)}`,
  )
}
