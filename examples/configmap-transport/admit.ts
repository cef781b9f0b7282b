import { type Attempt, createBackOff } from '@downsync/adapter-k8s'
import type { AdmissionOptions } from '@downsync/cli'
import type { KubeObject } from '@downsync/core'
import { type Outcome, requestsOf } from './agent/requests.ts'

const RBAC = 'rbac.authorization.k8s.io'
const NAME = 'configmap-agent'
/** The ServiceAccount under which the hub lets agents in. */
const ACCOUNT = 'downsync-agent'

/**
 * Gives the agent of a WEC rights on the ConfigMaps of its mailbox, and on no others: the hub knows ManifestWorks alone. What fails for
 * now is tried again; what is refused is not.
 */
export async function admit(options: AdmissionOptions): Promise<Attempt<void>> {
  const { wecName, environment, signal } = options
  const backOff = createBackOff(environment)
  for (const wanted of objectsOf(wecName)) {
    let result = await granted(options, wanted)
    while (result.kind === 'failed' && !signal.aborted) {
      await backOff.wait(signal)
      result = await granted(options, wanted)
    }
    if (result.kind !== 'done') {
      const why = 'message' in result ? result.message : result.kind
      return { ok: false, message: `${wanted.resource} ${wecName}/${NAME}: ${why}` }
    }
  }
  return { ok: true, value: undefined }
}

function granted({ its, wecName, signal }: AdmissionOptions, { resource, object }: Wanted): Promise<Outcome> {
  const place = { group: RBAC, version: 'v1', resource, namespace: wecName, name: NAME }
  return requestsOf(its, signal).apply(place, object)
}

type Wanted = Readonly<{ resource: string; object: KubeObject }>

function objectsOf(namespace: string): readonly Wanted[] {
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
