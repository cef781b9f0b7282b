import { isObject, parseJson } from '@downsync/core'
import type { Suite } from './suite.ts'

/** A case that failed: its line, from 1, and where the answers differ. */
export type Failure = Readonly<{ line: number; difference: string }>
export type Report = Readonly<{
  cases: number
  passed: number
  skipped: number
  failures: readonly Failure[]
}>

/** Checks every line; a check that throws has failed. */
export function runSuite(suite: Suite, lines: readonly string[]): Report {
  const failures: Failure[] = []
  let skipped = 0
  for (const [index, line] of lines.entries()) {
    const outcome = checkLine(suite, line)
    if (outcome === 'skipped') skipped++
    else if (outcome !== undefined) failures.push({ line: index + 1, difference: outcome.difference })
  }
  return { cases: lines.length, passed: lines.length - failures.length - skipped, skipped, failures }
}

function checkLine(suite: Suite, line: string): { difference: string } | 'skipped' | undefined {
  // NUM-1: the vectors hold numbers that JSON.parse would change.
  const read = parseJson(line)
  if (!read.ok) return { difference: read.faults.map((fault) => fault.message).join('; ') }
  if (!isObject(read.value)) return { difference: 'the line is no JSON object' }
  try {
    if (suite.skips?.(read.value) !== undefined) return 'skipped'
    const difference = suite.check(read.value)
    return difference === undefined ? undefined : { difference }
  } catch (error) {
    return { difference: `threw ${String(error)}` }
  }
}
