import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isObject, type JsonObject, parseJson, stringifyJson } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { afterAll, describe, expect, it } from 'vitest'
import { reportOn } from './report.ts'
import { runSuite } from './run-suite.ts'
import type { Suite } from './suite.ts'
import { suites } from './suites/index.ts'
import { linesOf } from './vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'downsync-conformance-'))
afterAll(() => rmSync(folder, { recursive: true }))

function ownLines(suite: Suite): readonly string[] {
  const lines = linesOf(suite.file, undefined)
  if (lines === undefined) throw new Error(`the project has no vectors for ${suite.file}`)
  return lines
}

function vectorOf(line: string): JsonObject {
  const read = parseJson(line)
  if (!read.ok || !isObject(read.value)) throw new Error('a vector is no JSON object')
  return read.value
}

/** The lines with one in a hundred altered, the skipped aside, and which ones. */
function altered(suite: Suite): { lines: readonly string[]; where: readonly number[] } {
  const where: number[] = []
  const lines = ownLines(suite).map((line, index) => {
    const vector = vectorOf(line)
    if (index % 100 !== 7 || suite.skips?.(vector) !== undefined) return line
    where.push(index + 1)
    return stringifyJson(suite.alter(vector))
  })
  return { lines, where }
}

function run(from: string | undefined, which = suites): { told: readonly string[]; failed: number } {
  const told: string[] = []
  const failed = reportOn(which, from, (line) => told.push(line))
  return { told, failed }
}

describe.each(suites)('conformance: $file', (suite) => {
  it('agrees with every vector', () => {
    const report = runSuite(suite, ownLines(suite))
    expect(report.failures.slice(0, 5)).toEqual([])
    expect(report.passed).toBeGreaterThan(0)
  })

  it('fails on altered vectors, in exactly their lines', () => {
    const { lines, where } = altered(suite)
    expect(where.length).toBeGreaterThan(0)
    writeFileSync(join(folder, `${suite.file}.jsonl`), `${lines.join('\n')}\n`)
    expect(runSuite(suite, linesOf(suite.file, folder) ?? []).failures.map(({ line }) => line)).toEqual(where)
    const { told, failed } = run(folder, [suite])
    expect(failed).toBe(where.length)
    expect(told[1]).toContain(`  ${suite.file}.jsonl:${where[0]}: `)
    expect(told.at(-1)).toMatch(new RegExp(`^\\d+ passed, ${where.length} failed$`))
  })
})

describe('the limit of a ManifestWork', () => {
  it("WRP-1 is the webhook's", () => {
    const meta = readFileSync(new URL('vectors/worksize.meta.json', import.meta.url), 'utf8')
    expect(ocmTransport.limits.bytes).toBe(vectorOf(meta)['limit'])
  })
})

describe('the runner', () => {
  it('reports a missing file and does not fail', () => {
    const empty = join(folder, 'empty')
    const { told, failed } = run(empty)
    expect(told).toEqual([
      ...suites.map(({ file }) => `${file}: missing, nothing checked`),
      '0 passed, 0 failed',
    ])
    expect(failed).toBe(0)
  })

  it('takes a line that is no JSON, and a check that throws, as failures', () => {
    const suite: Suite = {
      file: 'none',
      alter: (vector) => vector,
      check: () => {
        throw new Error('no answer')
      },
    }
    const report = runSuite(suite, ['{"a":', '[]', '{}'])
    expect(report).toMatchObject({ cases: 3, passed: 0 })
    expect(report.failures.map(({ difference }) => difference)).toEqual([
      expect.stringContaining('line 1, column 6'),
      'the line is no JSON object',
      'threw Error: no answer',
    ])
  })

  it('counts what cannot be checked as neither', () => {
    const suite: Suite = {
      file: 'none',
      check: () => 'differs',
      skips: () => 'says nothing',
      alter: (vector) => vector,
    }
    expect(runSuite(suite, ['{}'])).toEqual({ cases: 1, passed: 0, skipped: 1, failures: [] })
  })
})
