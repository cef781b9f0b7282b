import type { Value } from '../value/value.ts'
import type { Directive } from './directive.ts'

// Quoting makes up to ten bytes of four, hexadecimal digits with prefixes up to five of one.
const GROWTH = 5
const NUMBER = 64
// The exact digits of a float64 take some arithmetic with large numbers.
const EXACT_FLOAT = 16_000

/** An upper bound of the bytes that are handled to print a value, and to hold what comes of it. */
export function formatCost(value: Value, directive: Directive): number {
  const { width = 0, precision = 0 } = directive
  const each = width + precision + NUMBER
  switch (value.kind) {
    case 'string':
      return each + GROWTH * value.value.length
    case 'float64':
    case 'complex128':
      return 2 * each + EXACT_FLOAT
    case 'map': {
      let cost = each
      for (const [key, text] of value.value.sorted()) cost += 2 * each + GROWTH * (key.length + text.length)
      return cost
    }
    default:
      return each
  }
}
