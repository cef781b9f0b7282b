import {
  isObject,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameFor,
  nameOf,
  names,
  namespaceOf,
  objectOf,
  uidOf,
} from '@downsync/core'
import { manifestWorks, workStatuses } from '@downsync/transport-ocm'
import type { ManifestMeta } from '../work/work-manifests.ts'

/** What should be recorded of an object that a work has made. */
export type WantedReport = Readonly<{
  name: string
  /** The record as it is made; its status and generation follow (AGT-3). */
  object: KubeObject
  /** Of the object, as it is; undefined where it has none. */
  status: JsonObject | undefined
  /** `metadata.generation` of the object when it had this status, in decimal; undefined where its kind counts none. */
  generation: string | undefined
}>

const NAME_LENGTH = 253
const RBAC = 'rbac.authorization.k8s.io'

// KubeStellar's status add-on reports none of these: they have no status.
const unreported: ReadonlySet<string> = new Set([
  '/Secret',
  '/ConfigMap',
  '/ServiceAccount',
  `${RBAC}/ClusterRole`,
  `${RBAC}/ClusterRoleBinding`,
  `${RBAC}/Role`,
  `${RBAC}/RoleBinding`,
])

const OURS = ['managed-by.kubestellar.io', 'transport.kubestellar.io']

/** Whether objects of a work are reported at all: of those that KubeStellar, or this project, has made. */
export function isReported(work: KubeObject): boolean {
  return Object.keys(labelsOf(work)).some((key) => OURS.some((prefix) => key.startsWith(prefix)))
}

/** Whether objects of this kind are reported. */
export function isReportedKind({ group, kind }: Pick<ManifestMeta, 'group' | 'kind'>): boolean {
  return !unreported.has(`${group}/${kind}`)
}

/**
 * The name of the record of an object of a work, as KubeStellar's add-on forms it; a name that it would cut, so that two may
 * become one, ends in a hash instead (NAM-1).
 */
export function reportName(appliedWorkUid: string, meta: ManifestMeta): string {
  const { group, version, kind, namespace, name } = meta
  const parts = [appliedWorkUid, `${group}${version}`.toLowerCase(), kind.toLowerCase(), namespace, name]
  return nameFor(parts.join('-'), NAME_LENGTH)
}

/** The record of an object as it is now. */
export function wantedReport(
  work: KubeObject,
  appliedWorkUid: string,
  meta: ManifestMeta,
  object: KubeObject,
): WantedReport {
  const { group, version, resource, kind, namespace, name } = meta
  const { labels, CONTROL_GROUP, CONTROL_VERSION } = names
  const singleton = memberOf(labelsOf(object), labels.singletonStatus)
  const status = memberOf(object, 'status')
  const generation = memberOf(object.metadata, 'generation')
  const reportedAs = reportName(appliedWorkUid, meta)
  return {
    name: reportedAs,
    object: {
      apiVersion: `${CONTROL_GROUP}/${CONTROL_VERSION}`,
      kind: 'WorkStatus',
      metadata: {
        name: reportedAs,
        namespace: namespaceOf(work),
        labels: objectOf([
          ...Object.entries(labelsOf(work)),
          ...(singleton === undefined ? [] : [[labels.singletonStatus, singleton] as const]),
        ]),
        ownerReferences: [
          {
            apiVersion: `${manifestWorks.group}/${manifestWorks.version}`,
            kind: manifestWorks.kind,
            name: nameOf(work),
            uid: uidOf(work),
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: { sourceRef: { group, version, resource, kind, namespace, name } },
    },
    status: isObject(status) ? status : undefined,
    generation:
      typeof generation === 'number' || typeof generation === 'bigint' ? String(generation) : undefined,
  }
}

/** Where records are, in the mailbox. */
export const reportResource = { ...workStatuses, version: names.CONTROL_VERSION, kind: 'WorkStatus' } as const
