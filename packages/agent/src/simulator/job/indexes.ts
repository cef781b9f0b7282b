import { annotationsOf, type KubeObject, stringAt } from '@downsync/core'

export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'

/** The index that a Pod works at; undefined where it has none below `completions`. */
export function indexOf(pod: KubeObject, completions = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = stringAt(annotationsOf(pod), COMPLETION_INDEX) ?? ''
  if (!/^\d{1,10}$/.test(text)) return undefined
  const index = Number(text)
  return index < completions ? index : undefined
}

/** `0,2-4` as the numbers that it stands for, those below `completions`; what is no number is passed over. */
export function parseIndexes(text: string, completions: number): ReadonlySet<number> {
  const indexes = new Set<number>()
  for (const part of text.split(',')) {
    const [, first, last = first] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? []
    if (first === undefined) continue
    for (let index = Number(first); index <= Number(last) && index < completions; index++) indexes.add(index)
  }
  return indexes
}

/** Numbers as `0,2-4`: three or more in a row as a range. */
export function indexText(indexes: Iterable<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b)
  const runs: number[][] = []
  for (const index of sorted) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1) === index - 1) run.push(index)
    else runs.push([index])
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(','))).join(',')
}
