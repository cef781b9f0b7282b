import { annotationsOf, finalizersOf, isDeleting, type KubeObject, stringAt } from '@downsync/core'
import type { SaidCondition } from '../wec/conditions/set-condition.ts'
import { remaining } from './conditions.ts'
import { ocm } from './names.ts'

/** What is to be done with the mailbox of a WEC that leaves. */
export type Cleanup =
  | Readonly<{ kind: 'empty' }>
  /** `remove`: those that are to be deleted now. The others wait for them, or for the agent to finish them. */
  | Readonly<{ kind: 'remaining'; remove: readonly KubeObject[]; condition: SaidCondition }>

/** Which wrapped objects of a mailbox go next: those of the lowest cleanup priority, and the next when these are gone. */
export function decideCleanup(works: readonly KubeObject[]): Cleanup {
  if (works.length === 0) return { kind: 'empty' }
  const first = Math.min(...works.map(priorityOf))
  return {
    kind: 'remaining',
    remove: works.filter((work) => priorityOf(work) === first && !isDeleting(work)),
    condition: remaining(works.length, works.filter((work) => finalizersOf(work).length > 0).length),
  }
}

// What is no whole number from 0 to 100 counts as 0, as in OCM.
function priorityOf(work: KubeObject): number {
  const written = stringAt(annotationsOf(work), ocm.cleanupPriority) ?? ''
  const priority = /^[+-]?\d+$/.test(written) ? Number(written) : 0
  return priority <= 100 ? Math.max(0, priority) : 0
}
