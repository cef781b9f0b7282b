import type { Bytes } from '../text/bytes.ts'
import { boolValue, isTrue, NIL, typeName } from '../value/value.ts'
import { type Builtin, failed, returned, type ShortCircuit } from './builtin.ts'
import { eq, ge, gt, le, lt, ne } from './comparison.ts'
import { index, len, slice } from './indexing.ts'
import { html, js, print, printf, println, urlquery } from './text-functions.ts'

export type { Builtin, ShortCircuit } from './builtin.ts'

const and: ShortCircuit = { arity: 1, isVariadic: true, stopsAt: false }
const or: ShortCircuit = { arity: 1, isVariadic: true, stopsAt: true }

const not: Builtin = {
  arity: 1,
  isVariadic: false,
  call: ([value = NIL]) => returned(boolValue(!isTrue(value))),
}

// There are no values that are functions, so that `call` always fails.
const call: Builtin = {
  arity: 1,
  isVariadic: true,
  call([callee = NIL], context) {
    if (callee.kind === 'nil') return failed('call of nil')
    return failed(`non-function ${context.callee()} of type ${typeName(callee)}`)
  },
}

const builtins: ReadonlyMap<Bytes, Builtin | ShortCircuit> = new Map(
  Object.entries({
    and,
    call,
    eq,
    ge,
    gt,
    html,
    index,
    js,
    le,
    len,
    lt,
    ne,
    not,
    or,
    print,
    printf,
    println,
    slice,
    urlquery,
  }),
)

/** The function of a name; undefined: there is none. */
export function builtinOf(name: Bytes): Builtin | ShortCircuit | undefined {
  return builtins.get(name)
}

export function isBuiltin(name: Bytes): boolean {
  return builtins.has(name)
}
