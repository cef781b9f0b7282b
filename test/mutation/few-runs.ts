import { pathToFileURL } from 'node:url'
import type * as FastCheck from 'fast-check'

// Stands in for fast-check while mutants are tested: the same, but that no property runs more than 25 times, nor looks for the
// smallest counterexample.

const MOST = 25
const real = (await import(
  pathToFileURL(`${process.cwd()}/node_modules/fast-check/lib/fast-check.js`).href
)) as typeof FastCheck

function assertBriefly(
  property: FastCheck.IRawProperty<unknown>,
  parameters?: FastCheck.Parameters<unknown>,
): Promise<void> | void {
  const numRuns = Math.min(MOST, parameters?.numRuns ?? MOST)
  return real.assert(property, { ...parameters, numRuns, endOnFailure: true })
}

const fewRuns = { ...real, assert: assertBriefly }

// biome-ignore lint/style/noDefaultExport: fast-check has one, and this stands in its place
export default fewRuns
