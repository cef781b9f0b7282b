import { daemonSetEdits } from './daemon-set-edits.ts'
import { deploymentEdits } from './deployment-edits.ts'
import type { Edit } from './edit.ts'
import { jobEdits } from './job-edits.ts'
import { statefulSetEdits } from './stateful-set-edits.ts'

/** What users do, one after the other. */
export const edits: readonly Edit[] = [
  ...deploymentEdits,
  ...statefulSetEdits,
  ...daemonSetEdits,
  ...jobEdits,
]
