import {
  createWriter,
  type Environment,
  objectPath,
  type SpaceClient,
  type WriteResult,
} from '@downsync/adapter-k8s'
import {
  type Action,
  isKubeObject,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  type Ref,
  resourceVersionOf,
  uidOf,
} from '@downsync/core'
import type { HubView, ObjectName } from './hub-view.ts'
import { type HubResource, resources } from './names.ts'

/** The writes of the hub; each is made from the very version that its view shows, and shows there when it is answered. */
export type HubWriter = Readonly<{
  create(resource: HubResource, object: KubeObject): Promise<WriteResult>
  /** @param change a merge patch */
  patch(
    resource: HubResource,
    there: KubeObject,
    change: JsonObject,
    subresource?: '' | 'status',
  ): Promise<WriteResult>
  remove(resource: HubResource, there: KubeObject): Promise<WriteResult>
  /** What stands on the server, whatever the view shows; `unknown` where that cannot be learnt. */
  read(resource: HubResource, id: ObjectName): Promise<KubeObject | 'absent' | 'unknown'>
}>

const all: readonly HubResource[] = Object.values(resources)

export function createHubWriter(
  client: SpaceClient,
  view: Pick<HubView, 'wrote'>,
  environment: Environment,
  signal: AbortSignal,
): HubWriter {
  const write = createWriter({
    clients: { wds: client, its: client },
    resourceOf: ({ group, resource }) => all.find((one) => one.group === group && one.resource === resource),
    environment,
  })

  async function send(resource: HubResource, before: KubeObject | 'absent', action: Action) {
    const result = await write(action, signal)
    if (result.kind === 'done') view.wrote(resource, action.ref, before, result.object ?? 'absent')
    return result
  }

  return {
    create(resource, object) {
      return send(resource, 'absent', { ...headOf(resource, object), kind: 'create', object })
    },
    patch(resource, there, patch, subresource = '') {
      return send(resource, there, {
        ...headOf(resource, there),
        ...versionOf(there),
        kind: 'patch',
        format: 'merge',
        subresource,
        patch,
      })
    },
    remove(resource, there) {
      return send(resource, there, { ...headOf(resource, there), ...versionOf(there), kind: 'delete' })
    },
    async read(resource, { namespace, name }) {
      const path = objectPath(resource, namespace, name)
      const answer = await client.request({ method: 'GET', path }, signal)
      if (answer.kind === 'noAnswer') return 'unknown'
      if (answer.code === 404) return 'absent'
      return answer.code === 200 && isKubeObject(answer.body) ? answer.body : 'unknown'
    },
  }
}

function headOf(
  { group, resource }: HubResource,
  object: KubeObject,
): Pick<Action, 'ref' | 'why' | 'after' | 'intent'> {
  const ref: Ref = { space: 'its', group, resource, namespace: namespaceOf(object), name: nameOf(object) }
  return { ref, why: { rule: 'AGT-1', from: ref }, after: [], intent: '' }
}

function versionOf(there: KubeObject): Readonly<{ uid: string; resourceVersion: string }> {
  return { uid: uidOf(there), resourceVersion: resourceVersionOf(there) }
}
