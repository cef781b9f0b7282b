import type { SimpleTest } from '@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js'
import { describe, expect, it } from 'vitest'
import {
  type CelType,
  type CelValue,
  compileExpression,
  evaluateExpression,
  showType,
} from '../../packages/core/src/cel/index.ts'
import { isSameValue } from './same-value.ts'
import {
  checkingCases,
  conformanceCases,
  parsingCases,
  type SpecCase,
  typeOf,
  valueOfSpec,
} from './spec-cases.ts'

const STEPS = 100_000

/** Files of the conformance tests that are of the standard library and its macros (COL-2). */
const FILES: ReadonlySet<string> = new Set([
  'basic',
  'comparisons',
  'conversions',
  'fields',
  'fp_math',
  'integer_math',
  'lists',
  'logic',
  'macros',
  'namespace',
  'parse',
  'plumbing',
  'string',
  'timestamps',
  'type_deductions',
])

/** Why the other files do not apply. */
const OTHER_FILES: ReadonlyMap<string, string> = new Map([
  ...['dynamic', 'enums', 'proto2', 'proto3', 'wrappers', 'proto2_ext'].map(
    (file) =>
      [file, 'messages and enumerations of protocol buffers: nothing in a collector has one'] as const,
  ),
  ...['bindings_ext', 'block_ext', 'encoders_ext', 'math_ext', 'string_ext', 'macros2', 'optionals'].map(
    (file) => [file, 'extensions, which COL-2 leaves out'] as const,
  ),
])

/** Tests that do not hold here, by a part of their names or their text, and why. */
const EXCEPTIONS: readonly (readonly [string, string])[] = [
  ['eq_dyn_json_null', 'google.protobuf.Value is not among the messages that are plain values here'],
  ['_not_null', 'a wrapper has the type of what it holds, which is never null here'],
  ['quoted_map_fields', "cel-go 0.22 refuses names in backquotes as KubeStellar's does"],
  ['map_value_repeat_key', 'cel-go takes the last of two equal keys'],
  ['duration_converters/get_milliseconds', 'cel-go gives all of the duration in milliseconds'],
  ['TestAllTypes', 'a message of protocol buffers'],
  ['optional.', 'optional values are an extension'],
]

describe('the conformance tests of CEL', () => {
  const all = conformanceCases()
  const applicable = all.filter((one) => FILES.has(one.file) && exceptionOf(one) === undefined)

  it('COL-2 knows of every file whether it applies', () => {
    const files = new Set(all.map(({ file }) => file))
    expect([...files].filter((file) => FILES.has(file) === OTHER_FILES.has(file))).toEqual([])
    expect(applicable).toHaveLength(1041)
  })

  it('COL-2 has every answer of those that apply: type, value or error', () => {
    const wrong = applicable
      .map((one) => [one.name, differenceOf(one)])
      .filter(([, what]) => what !== undefined)
    expect(wrong).toEqual([])
  })

  it('COL-2 every exception is one', () => {
    const excepted = all.filter(
      (one) =>
        FILES.has(one.file) && settingOf(one.test.original) !== undefined && exceptionOf(one) !== undefined,
    )
    expect(excepted).toHaveLength(31)
    expect(excepted.filter((one) => differenceOf(one) === undefined).map(({ name }) => name)).toEqual([])
  })
})

describe("the tests of cel-go's checker and parser", () => {
  const variables = new Map<string, CelType>([
    ['is', { kind: 'string' }],
    ['ii', { kind: 'int' }],
    ['iu', { kind: 'uint' }],
    ['iz', { kind: 'bool' }],
    ['ib', { kind: 'bytes' }],
    ['id', { kind: 'double' }],
    ['ix', { kind: 'null' }],
  ])

  it('COL-9 gives the types that cel-go gives, wherever all names are known', () => {
    const known = checkingCases().filter(({ test }) => isOfStandardLibrary(test.original.expr, variables))
    const wrong = known.flatMap(({ test }) => {
      const compiled = compileExpression(test.original.expr, { variables })
      const type = compiled.ok ? showType(compiled.value.type) : undefined
      return type === test.type ? [] : [[test.original.expr, test.type, type]]
    })
    expect(wrong).toEqual([])
    expect(known).toHaveLength(68)
  })

  it("COL-9 reads what cel-go's parser reads, and refuses what it refuses", () => {
    const wrong = parsingCases().filter(({ test }) => {
      const compiled = compileExpression(test.original.expr, { variables })
      const isUnread =
        !compiled.ok &&
        compiled.faults.some(({ code }) => /Syntax|Literal|Reserved|Feature|TooLarge|Macro/.test(code))
      return isUnread !== (test.ast === undefined)
    })
    // Refused there for a limit on the depth that cel-go lowers for its tests, and for one surrogate, which 0.22 takes.
    expect(wrong.map(({ test }) => test.error?.split(': ').at(2)?.split('\n')[0])).toEqual([
      'expression recursion limit exceeded',
      'max recursion depth exceeded',
      'expression recursion limit exceeded',
      ...Array.from({ length: 5 }, () => 'max recursion depth exceeded'),
      'invalid unicode code point',
    ])
  })
})

function isOfStandardLibrary(source: string, variables: ReadonlyMap<string, CelType>): boolean {
  const compiled = compileExpression(source, { variables })
  return (
    compiled.ok || !compiled.faults.some(({ code }) => code === 'NameUnknown' || code === 'FunctionUnknown')
  )
}

function exceptionOf({ name, test }: SpecCase): string | undefined {
  const { original } = test
  if (original.disableCheck) return 'runs without a check, which is never done here'
  if (original.container !== '') return 'resolves names in a container, of which there is none'
  if (settingOf(original) === undefined) return 'declares messages of protocol buffers, or functions'
  return EXCEPTIONS.find(([part]) => name.includes(part) || original.expr.includes(part))?.[1]
}

type Setting = Readonly<{ variables: ReadonlyMap<string, CelType>; values: ReadonlyMap<string, CelValue> }>

/** The variables of a test and their values; undefined where there is something that we do not have. */
function settingOf({ typeEnv, bindings, disableCheck, container }: SimpleTest): Setting | undefined {
  if (disableCheck || container !== '') return undefined
  const variables = new Map<string, CelType>()
  const values = new Map<string, CelValue>()
  for (const { name, declKind } of typeEnv) {
    const type = declKind.case === 'ident' ? typeOf(declKind.value.type) : undefined
    if (type === undefined) return undefined
    variables.set(name, type)
  }
  for (const [name, { kind }] of Object.entries(bindings)) {
    const value = kind.case === 'value' ? valueOfSpec(kind.value) : undefined
    if (value === undefined) return undefined
    values.set(name, value)
    if (!variables.has(name)) variables.set(name, { kind: 'dyn' })
  }
  return { variables, values }
}

function differenceOf({ test }: SpecCase): string | undefined {
  const { original } = test
  const setting = settingOf(original)
  if (setting === undefined) return 'cannot be set up'
  const { resultMatcher: wanted } = original
  const compiled = compileExpression(original.expr, { variables: setting.variables })
  const isFailing = wanted.case === 'evalError' || wanted.case === 'anyEvalErrors'
  if (!compiled.ok) return isFailing ? undefined : `refused: ${compiled.faults[0]?.message}`
  const type = showType(compiled.value.type)
  if (test.type !== undefined && test.type !== type) return `has the type ${type}, wanted ${test.type}`
  if (original.checkOnly) return undefined
  const result = evaluateExpression(compiled.value, setting.values, STEPS)
  if (!result.ok) return isFailing ? undefined : `failed: ${result.error.message}`
  if (isFailing) return 'has a value, wanted an error'
  const expected =
    wanted.case === 'typedResult' ? wanted.value.result : wanted.case === 'value' ? wanted.value : undefined
  const value = expected === undefined ? ({ type: 'bool', value: true } as const) : valueOfSpec(expected)
  return value !== undefined && isSameValue(value, result.value) ? undefined : 'has another value'
}
