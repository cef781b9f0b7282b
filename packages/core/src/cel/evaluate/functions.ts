import { operatorOf } from '../check/operators.ts'
import { type CelValue, typeNameOf } from '../value/value.ts'
import { add, divide, multiply, negate, remainder, subtract } from './arithmetic.ts'
import type { CelFunction } from './cel-function.ts'
import { convert } from './convert.ts'
import { type Failure, failure } from './failure.ts'
import { isIn, isOrdered, sizeOf } from './relations.ts'
import type { Run } from './run.ts'
import { matches, textTest } from './text.ts'
import { readTime } from './time-parts.ts'

const functions: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['_+_', add],
  ['_-_', subtract],
  ['_*_', multiply],
  ['_/_', divide],
  ['_%_', remainder],
  ['-_', negate],
  ['_<_', isOrdered((order) => order < 0)],
  ['_<=_', isOrdered((order) => order <= 0)],
  ['_>_', isOrdered((order) => order > 0)],
  ['_>=_', isOrdered((order) => order >= 0)],
  ['@in', isIn],
  ['size', sizeOf],
  ['contains', textTest((text, part) => text.includes(part))],
  ['startsWith', textTest((text, part) => text.startsWith(part))],
  ['endsWith', textTest((text, part) => text.endsWith(part))],
  ['matches', matches],
  ...['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'string', 'timestamp', 'type', 'uint'].map(
    (name) => [name, convert(name)] as const,
  ),
  ...[
    'getFullYear',
    'getMonth',
    'getDayOfYear',
    'getDate',
    'getDayOfMonth',
    'getDayOfWeek',
    'getHours',
    'getMinutes',
    'getSeconds',
    'getMilliseconds',
  ].map((name) => [name, readTime(name)] as const),
])

/** Calls a function or a strict operator by the values that it is given, as cel-go does where types are dyn. */
export function callFunction(name: string, args: readonly CelValue[], run: Run): CelValue | Failure {
  const result = functions.get(name)?.(args, run)
  if (result !== undefined) return result
  const types = args.map(typeNameOf)
  const operator = operatorOf(name)
  const message =
    operator === undefined
      ? `${name}() does not take (${types.join(', ')})`
      : `'${operator}' does not take ${types.join(' and ')}`
  return failure('OverloadMissing', message)
}
