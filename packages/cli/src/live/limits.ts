import type { Limits } from '@downsync/core'
import type { GivenArguments } from './command.ts'
import { type CommandOptions, wholeNumberIn } from './options.ts'

export const limitOptions = {
  'max-num-wrapped': { type: 'string' },
  'max-size-wrapped': { type: 'string' },
} as const satisfies CommandOptions

/** The limits of wrapped objects that were given (WRP-1), or what is wrong with them. */
export function limitsIn(given: GivenArguments): Readonly<{ limits: Limits } | { wrong: string }> {
  const objects = wholeNumberIn('max-num-wrapped', given.text('max-num-wrapped'))
  const bytes = wholeNumberIn('max-size-wrapped', given.text('max-size-wrapped'))
  if (typeof objects === 'object') return objects
  if (typeof bytes === 'object') return bytes
  return { limits: { ...(bytes !== undefined && { bytes }), ...(objects !== undefined && { objects }) } }
}
