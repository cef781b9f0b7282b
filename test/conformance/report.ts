import { runSuite } from './run-suite.ts'
import type { Suite } from './suite.ts'
import { linesOf } from './vectors.ts'

const FAILURES_SHOWN = 5

/**
 * Runs all suites and tells, line by line, what came out; the last line is `N passed, N failed`.
 * @param folder where the vectors stand instead of the project's own; a missing file is reported and is no failure
 * @returns how many cases failed
 */
export function reportOn(
  suites: readonly Suite[],
  folder: string | undefined,
  tell: (line: string) => void,
): number {
  let passed = 0
  let failed = 0
  for (const suite of suites) {
    const lines = linesOf(suite.file, folder)
    if (lines === undefined) {
      tell(`${suite.file}: missing, nothing checked`)
      continue
    }
    const report = runSuite(suite, lines)
    passed += report.passed
    failed += report.failures.length
    const skipped = report.skipped === 0 ? '' : `, ${report.skipped} skipped`
    tell(
      `${suite.file}: ${report.cases} cases, ${report.passed} passed, ${report.failures.length} failed${skipped}`,
    )
    for (const { line, difference } of report.failures.slice(0, FAILURES_SHOWN))
      tell(`  ${suite.file}.jsonl:${line}: ${difference}`)
  }
  tell(`${passed} passed, ${failed} failed`)
  return failed
}
