import { type Attempt, failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import type { KubeObject } from '@downsync/core'

const RBAC = 'rbac.authorization.k8s.io'
const NAME = 'configmap-agent'
/** The ServiceAccount under which the hub lets agents in. */
const ACCOUNT = 'downsync-agent'

/**
 * Gives the agent of a WEC rights on the ConfigMaps of its mailbox, and on no others: the hub knows ManifestWorks alone.
 * @param its the ITS, as somebody who may grant them
 */
export async function admit(its: SpaceClient, wecName: string): Promise<Attempt<void>> {
  for (const { resource, object } of objectsOf(wecName)) {
    const place = { group: RBAC, version: 'v1', resource }
    const answer = await its.request({
      method: 'PATCH',
      path: objectPath(place, wecName, NAME),
      query: { fieldManager: NAME, force: 'true' },
      contentType: 'application/apply-patch+yaml',
      body: object,
    })
    if (answer.kind === 'noAnswer' || answer.code >= 300)
      return { ok: false, message: `${resource} ${wecName}/${NAME}: ${failureText(answer)}` }
  }
  return { ok: true, value: undefined }
}

function objectsOf(namespace: string): readonly Readonly<{ resource: string; object: KubeObject }>[] {
  const head = (kind: string) => ({ apiVersion: `${RBAC}/v1`, kind, metadata: { name: NAME, namespace } })
  const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']
  return [
    {
      resource: 'roles',
      object: { ...head('Role'), rules: [{ apiGroups: [''], resources: ['configmaps'], verbs }] },
    },
    {
      resource: 'rolebindings',
      object: {
        ...head('RoleBinding'),
        roleRef: { apiGroup: RBAC, kind: 'Role', name: NAME },
        subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace }],
      },
    },
  ]
}
