import type { KubeObject } from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'
import { workStatuses } from '@downsync/transport-ocm'
import { appliedManifestWorkDefinition } from './applied-manifest-work.ts'
import { managedClusterDefinition } from './managed-cluster.ts'
import { manifestWorkDefinition } from './manifest-work.ts'

const workStatusName = `${workStatuses.resource}.${workStatuses.group}`

/** The definitions that an ITS needs: ManagedCluster and ManifestWork, as OCM has them, and WorkStatus. */
export const hubDefinitions: readonly KubeObject[] = [
  managedClusterDefinition,
  manifestWorkDefinition,
  ...controlCrds().filter(({ metadata }) => metadata['name'] === workStatusName),
]

/** The definitions that the agent needs in its WEC: AppliedManifestWork. */
export const wecDefinitions: readonly KubeObject[] = [appliedManifestWorkDefinition]
