import { type ErrorLine, objectLine } from '../bind/index.ts'
import { idKey, type Problem, problemLine } from '../kube/index.ts'
import type { PairFault, PairReport } from './pair-reports.ts'

/** A line for the errors of a Binding, and the problem on the object that it is. */
export type FaultLine = Readonly<{ line: ErrorLine; problem: Problem }>

/** The lines about objects that are frozen in some WECs: one for each object, for the first of them, with the number of others (CUS-4). */
export function faultLines(
  byWec: Iterable<readonly [wec: string, report: Pick<PairReport, 'faults'>]>,
): readonly FaultLine[] {
  const grouped = new Map<string, PairFault & { wec: string; freezes: Problem['freezes'][number][] }>()
  for (const [wec, { faults }] of byWec) {
    for (const { id, problem } of faults) {
      const known = grouped.get(idKey(id))
      if (known === undefined) grouped.set(idKey(id), { id, problem, wec, freezes: [...problem.freezes] })
      else known.freezes.push(...problem.freezes)
    }
  }
  return [...grouped.values()].map(({ id, wec, problem: first, freezes }) => {
    const others = freezes.length === 1 ? '' : ` (and ${freezes.length - 1} more WECs)`
    const problem = { ...first, message: first.message + others, freezes }
    // Go's text names WEC, object and path itself.
    const line =
      first.code === 'TemplateFailed'
        ? { object: id, wec, text: problem.message }
        : objectLine(id, problemLine(first) + others, wec)
    return { line, problem }
  })
}
