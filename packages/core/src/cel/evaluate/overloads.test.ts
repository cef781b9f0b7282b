import { describe, expect, it } from 'vitest'
import { functions } from '../check/functions.ts'
import { operatorOf } from '../check/operators.ts'
import { compileExpression } from '../compile-expression.ts'
import { evaluateExpression } from '../evaluate-expression.ts'

const SAMPLES: Readonly<Record<string, string>> = {
  bool: 'true',
  int: '2',
  uint: '2u',
  double: '2.0',
  string: "'2'",
  bytes: "b'2'",
  null: 'null',
  list: '[2]',
  map: '{2: 2}',
  timestamp: 'timestamp(2)',
  duration: "duration('2s')",
  type: 'type(2)',
}
const kinds = Object.keys(SAMPLES)
const NUMBERS = ['int', 'uint', 'double']
const LAZY = ['_?_:_', '_&&_', '_||_', '!_']

/** Whether values of these types, known only when it is evaluated, are something that it takes. */
function takes(call: string): boolean {
  const compiled = compileExpression(call, { variables: new Map() })
  if (!compiled.ok) throw new Error(`${call}: ${compiled.faults[0]?.message}`)
  const result = evaluateExpression(compiled.value, new Map(), 10_000)
  return result.ok || result.error.code !== 'OverloadMissing'
}

function callOf(name: string, isMember: boolean, given: readonly string[]): string {
  const [first = '', ...others] = given.map((kind) => `dyn(${SAMPLES[kind]})`)
  const operator = operatorOf(name)
  if (operator === '[…]') return `${first}[${others.join()}]`
  if (operator !== undefined)
    return others.length === 0 ? `${operator}${first}` : `${first} ${operator} ${others.join()}`
  return isMember ? `${first}.${name}(${others.join()})` : `${name}(${[first, ...others].join()})`
}

/** What cel-go takes besides what it declares: numbers of any type are compared, and are indices and keys. */
function isTakenAnyway(name: string, [a = '', b = '']: readonly string[]): boolean {
  const areNumbers = NUMBERS.includes(a) && NUMBERS.includes(b)
  if (/^_[<>]=?_$/.test(name)) return areNumbers
  return name === '_[_]'
}

describe('what functions take of values whose types are known late', () => {
  const cases = [...functions].flatMap(([name, overloads]) =>
    LAZY.includes(name) ? [] : [{ name, overloads }],
  )
  it.each(cases)('COL-2, COL-4 $name takes what is declared, and nothing else', ({ name, overloads }) => {
    const forms = new Map(
      overloads.map(({ isMember, parameters }) => [
        `${isMember} ${parameters.length}`,
        { isMember, parameters },
      ]),
    )
    for (const { isMember, parameters } of forms.values()) {
      const given = parameters.reduce<readonly (readonly string[])[]>(
        (all) => all.flatMap((before) => kinds.map((kind) => [...before, kind])),
        [[]],
      )
      const wrong = given.filter((list) => {
        const isDeclared = overloads.some(
          (one) =>
            one.isMember === isMember &&
            one.parameters.length === list.length &&
            one.parameters.every(({ kind }, at) => kind === 'parameter' || kind === list[at]),
        )
        return takes(callOf(name, isMember, list)) !== (isDeclared || isTakenAnyway(name, list))
      })
      expect(wrong.map((list) => callOf(name, isMember, list))).toEqual([])
    }
  })
})
