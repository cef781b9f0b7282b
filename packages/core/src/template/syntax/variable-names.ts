import type { Bytes } from '../text/bytes.ts'

/** The variables that may be named at some place of a template. */
export type VariableNames = Readonly<{
  declare: (name: Bytes) => void
  has: (name: Bytes) => boolean
  mark: () => number
  /** Forgets what was declared since the mark. */
  release: (mark: number) => void
}>

export function createVariableNames(): VariableNames {
  const declared: Bytes[] = ['$']
  // A name can be declared again; it is there as long as one of its declarations is.
  const counts = new Map<Bytes, number>([['$', 1]])
  return {
    declare(name) {
      declared.push(name)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    },
    has: (name) => (counts.get(name) ?? 0) > 0,
    mark: () => declared.length,
    release(mark) {
      for (const name of declared.splice(mark)) counts.set(name, (counts.get(name) ?? 0) - 1)
    },
  }
}
