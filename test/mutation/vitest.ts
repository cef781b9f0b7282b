import { pathToFileURL } from 'node:url'
import type * as Vitest from 'vitest'

// Stands in for vitest while mutants are tested: what is told to it is noted, and run by one-load.mjs as often as there are mutants.

const real = (await import(
  pathToFileURL(`${process.cwd()}/node_modules/vitest/dist/index.js`).href
)) as typeof Vitest

type Run = (...given: readonly unknown[]) => unknown
type Noted = { name: string; run: () => unknown }

const noted = (globalThis as unknown as Record<symbol, Noted[]>)[Symbol.for('downsync.tests')] ?? []
const around: string[] = []

export const { expect } = real

export function describe(name: string, body: () => void): void {
  around.push(name)
  body()
  around.pop()
}

export function it(name: string, run: Run): void {
  noted.push({ name: [...around, name].join(' '), run: () => run() })
}

describe.each = each((name, values, body) => describe(name, () => body(...values)))
it.each = each((name, values, run) => it(name, () => run(...values)))

/** Hooks tidy up what is in the way of nobody. */
export function afterAll(): void {}

function each(tell: (name: string, values: readonly unknown[], run: Run) => void) {
  return (cases: readonly unknown[]) => (name: string, run: Run) => {
    for (const [index, one] of cases.entries())
      tell(`${name} [${index}]`, Array.isArray(one) ? one : [one], run)
  }
}
