import fc from 'fast-check'

/** One thing that must hold of every transport. */
export type TransportLaw = Readonly<{
  /** A sentence, with the ids of the rules that ask for it. */
  name: string
  /** Throws, with a shrunk counterexample and its seed, where the law does not hold; in any test runner, or without one. */
  check: (parameters?: LawParameters) => void
}>

/** How thoroughly a law is tried; what is left out is as configured for fast-check. */
export type LawParameters = Readonly<{ numRuns?: number; seed?: number; path?: string }>

/**
 * A law that a property states.
 * @param few for one whose cases are so few, or so large, that more of them show nothing
 */
export function lawOf<T extends readonly unknown[]>(
  name: string,
  property: fc.IPropertyWithHooks<[...T]>,
  few: LawParameters = {},
): TransportLaw {
  return { name, check: (parameters) => fc.assert(property, { ...parameters, ...few }) }
}
