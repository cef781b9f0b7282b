import type { Scope } from '../scope.ts'
import { daemonSetScope } from './daemon-set.ts'
import { deploymentScope } from './deployment.ts'
import { jobScope } from './job.ts'
import { replicaSetScope } from './replica-set.ts'
import { statefulSetScope } from './stateful-set.ts'

/** The kinds for which the law is tried exhaustively. */
export const scopes: readonly Scope[] = [
  deploymentScope,
  replicaSetScope,
  statefulSetScope,
  daemonSetScope,
  jobScope,
]
