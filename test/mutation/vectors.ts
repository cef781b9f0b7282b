import { describe, expect, it } from 'vitest'
import { runSuite } from '../conformance/run-suite.ts'
import type { Suite } from '../conformance/suite.ts'
import { linesOf } from '../conformance/vectors.ts'

/** The vectors of a suite as many small tests: a mutant meets those that reach it, and no more of them than it takes to see it. */
export function describeVectors(suite: Suite, rules: string, few: number): void {
  const lines = linesOf(suite.file, undefined)
  if (lines === undefined) throw new Error(`the project has no vectors for ${suite.file}`)
  describe(`${suite.file}: vectors`, () => {
    for (let from = 0; from < lines.length; from += few) {
      it(`${rules} Go's answers from line ${from + 1}`, () => {
        expect(runSuite(suite, lines.slice(from, from + few)).failures.slice(0, 1)).toEqual([])
      })
    }
  })
}
