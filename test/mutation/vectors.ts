import { describe, expect, it } from 'vitest'
import { runSuite } from '../conformance/run-suite.ts'
import { template } from '../conformance/suites/template.ts'
import { linesOf } from '../conformance/vectors.ts'

// The vectors of templates as many small tests: a mutant meets those that reach it, and no more of them than it takes to see it.

const FEW = 20
const lines = linesOf(template.file, undefined)
if (lines === undefined) throw new Error(`the project has no vectors for ${template.file}`)

describe('template: vectors', () => {
  for (let from = 0; from < lines.length; from += FEW) {
    it(`CUS-3 Go's answers from line ${from + 1}`, () => {
      expect(runSuite(template, lines.slice(from, from + FEW)).failures.slice(0, 1)).toEqual([])
    })
  }
})
