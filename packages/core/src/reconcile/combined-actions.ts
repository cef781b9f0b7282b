import { isDeleting, type KubeObject, names, type Ref, refOf } from '../kube/index.ts'
import type { Action } from './action.ts'
import { createAction, deleteAction, jsonPatchAction } from './make-action.ts'

/** What decides about the write of one CombinedStatus. */
export type CombinedWrites = Readonly<{
  ref: Ref
  there: KubeObject | undefined
  /** Undefined: none. */
  wanted: KubeObject | undefined
  /** Neither its workload object nor its Namespace is being deleted, and that Namespace is there. */
  mayCreate: boolean
  /** The author of its Binding. */
  from: Ref
}>

/** The write of one CombinedStatus, if any (COL-10). */
export function combinedAction({ ref, there, wanted, mayCreate, from }: CombinedWrites): Action | undefined {
  const why = { rule: 'COL-10', from }
  if (there === undefined)
    return wanted !== undefined && mayCreate ? createAction(ref, wanted, why, []) : undefined
  if (wanted !== undefined) return jsonPatchAction(ref, there, wanted, why)
  return isDeleting(there) ? undefined : deleteAction(ref, there, why, [])
}

const NAMESPACE: Ref = refOf('wds', {
  group: '',
  resource: 'namespaces',
  namespace: '',
  name: names.REPORT_NAMESPACE,
})

/** Makes the Namespace of what is reported of cluster-scoped objects; it is never deleted by us (COL-10). */
export function createReportNamespace(from: Ref): Action {
  const namespace: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: names.REPORT_NAMESPACE },
  }
  return createAction(NAMESPACE, namespace, { rule: 'COL-10', from }, [])
}
