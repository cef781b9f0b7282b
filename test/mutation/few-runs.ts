import { createRequire } from 'node:module'
import type * as FastCheck from 'fast-check'

// Stands in for fast-check while mutants are tested: the same, but that no property runs more than 25 times.

const MOST = 25
const real = createRequire(import.meta.url)('fast-check') as typeof FastCheck

const fewRuns: typeof FastCheck = {
  ...real,
  assert: ((property: FastCheck.IRawProperty<unknown>, parameters?: FastCheck.Parameters<unknown>) =>
    real.assert(property, {
      ...parameters,
      numRuns: Math.min(MOST, parameters?.numRuns ?? MOST),
    })) as typeof FastCheck.assert,
}

// biome-ignore lint/style/noDefaultExport: fast-check has one, and this stands in its place
export default fewRuns
