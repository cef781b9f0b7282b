import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nastyJson } from './json.arbitrary.ts'
import { type Json, type JsonObject, objectOf } from './json.ts'
import {
  compileSelector,
  isEverything,
  judgeRequirement,
  judgeSelector,
  type Requirement,
  type Selector,
  testRequirement,
  testSelector,
} from './selector.ts'

function compiled(selector: Json | undefined): Selector {
  const result = compileSelector(selector, 'spec.clusterSelectors[0]')
  if (!result.ok) throw new Error(result.faults.map((fault) => fault.message).join())
  return result.value
}

function faultsOf(selector: Json): readonly { path: string; message: string }[] {
  const result = compileSelector(selector, 'spec.clusterSelectors[0]')
  return result.ok ? [] : result.faults
}

const keys = ['app', 'env', 'constructor', 'toString', 'valueOf']
const values = ['', 'web', 'db', 'toString']
const key = () => fc.constantFrom(...keys)
const labels = () =>
  fc.array(fc.tuple(key(), fc.constantFrom(...values)), { maxLength: 4 }).map((entries) => objectOf(entries))
const requirement = (): fc.Arbitrary<Requirement> =>
  fc.oneof(
    fc.record({
      key: key(),
      operator: fc.constantFrom('In' as const, 'NotIn' as const),
      values: fc
        .array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
        .map((list) => new Set(list)),
    }),
    fc.record({
      key: key(),
      operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
      values: fc.constant(new Set<string>()),
    }),
  )
const selectorOf = (requirements: readonly Requirement[]): JsonObject => ({
  matchExpressions: requirements.map(({ values: set, ...rest }) => ({ ...rest, values: [...set] })),
})

describe('label selectors', () => {
  it('LBL-1 operators come in pairs of opposites', () => {
    const opposite = { In: 'NotIn', NotIn: 'In', Exists: 'DoesNotExist', DoesNotExist: 'Exists' } as const
    fc.assert(
      fc.property(requirement(), labels(), (one, on) => {
        const other = { ...one, operator: opposite[one.operator] }
        expect(testRequirement(other, on)).toBe(!testRequirement(one, on))
      }),
    )
  })

  it('LBL-1 In is the value among the values, and NotIn holds where the key is absent', () => {
    fc.assert(
      fc.property(requirement(), labels(), (one, on) => {
        const value = new Map(Object.entries(on)).get(one.key)
        const isIn = testRequirement({ ...one, operator: 'In' }, on)
        expect(isIn).toBe([...one.values].some((wanted) => wanted === value))
        if (value === undefined) expect(testRequirement({ ...one, operator: 'NotIn' }, on)).toBe(true)
        expect(testRequirement({ ...one, operator: 'Exists' }, on)).toBe(value !== undefined)
      }),
    )
  })

  it('LBL-1 all requirements must hold, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(requirement(), { maxLength: 4 }), labels(), (requirements, on) => {
        const each = requirements.every((one) => testSelector(compiled(selectorOf([one])), on))
        expect(testSelector(compiled(selectorOf(requirements)), on)).toBe(each)
        expect(testSelector(compiled(selectorOf(requirements.toReversed())), on)).toBe(each)
      }),
    )
  })

  it('LBL-1 matchLabels says the same as In with one value', () => {
    fc.assert(
      fc.property(labels(), labels(), (wanted, on) => {
        const expressions = Object.entries(wanted).map(([name, value]) => ({
          key: name,
          operator: 'In',
          values: [value],
        }))
        expect(testSelector(compiled({ matchLabels: wanted }), on)).toBe(
          testSelector(compiled({ matchExpressions: expressions }), on),
        )
      }),
    )
  })

  it('LBL-1 {} matches everything; no selector at all matches nothing', () => {
    for (const selector of [{}, { matchLabels: {} }, { matchLabels: null, matchExpressions: [] }]) {
      expect(isEverything(compiled(selector))).toBe(true)
      expect(testSelector(compiled(selector), { app: 'web' })).toBe(true)
    }
    for (const selector of [null, undefined]) {
      expect(isEverything(compiled(selector))).toBe(false)
      expect(testSelector(compiled(selector), {})).toBe(false)
      expect(judgeSelector(compiled(selector), {})).toEqual({ holds: false, facts: [] })
    }
    expect(isEverything(compiled({ matchLabels: { app: 'web' } }))).toBe(false)
  })

  it('P-7 judging gives the verdict of testing, with what was wanted and seen', () => {
    fc.assert(
      fc.property(fc.array(requirement(), { maxLength: 4 }), labels(), (requirements, on) => {
        const selector = compiled(selectorOf(requirements))
        const verdict = judgeSelector(selector, on)
        expect(verdict.holds).toBe(testSelector(selector, on))
        expect(verdict.facts.map((fact) => fact.holds)).toEqual(
          selector.requirements.map((one) => testRequirement(one, on)),
        )
      }),
    )
    const [wanted] = compiled({
      matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }],
    }).requirements
    if (wanted === undefined) throw new Error('one requirement was given')
    const fact = { key: 'app', operator: 'In', values: ['db', 'web'] }
    expect(judgeRequirement(wanted, { app: 'cache' })).toEqual({ ...fact, saw: 'cache', holds: false })
    expect(judgeRequirement(wanted, {})).toEqual({ ...fact, saw: null, holds: false })
  })

  it('LBL-3 keys that JavaScript objects inherit are absent unless they are there', () => {
    for (const inherited of ['constructor', 'toString', 'hasOwnProperty']) {
      const exists = compiled({ matchExpressions: [{ key: inherited, operator: 'Exists' }] })
      expect(testSelector(exists, {})).toBe(false)
      expect(testSelector(exists, { [inherited]: '' })).toBe(true)
    }
    const selector = { matchLabels: objectOf([['constructor', 'a']]) }
    expect(testSelector(compiled(selector), objectOf([['constructor', 'a']]))).toBe(true)
  })

  it('LBL-2 says which requirement is invalid, in the words of Kubernetes, and what it wants', () => {
    const selector = {
      matchLabels: { app: 'é', ok: 'web' },
      matchExpressions: [
        { key: 'app', operator: 'in', values: ['web'] },
        { key: 'app', operator: 'Exists' },
        { key: 'app', operator: 'In', values: [] },
        { key: '', operator: 'Exists', values: ['-'] },
      ],
    }
    const faults = faultsOf(selector)
    expect(faults.map((fault) => fault.path)).toEqual([
      'spec.clusterSelectors[0].matchLabels[app]',
      'spec.clusterSelectors[0].matchExpressions[0]',
      'spec.clusterSelectors[0].matchExpressions[2]',
      'spec.clusterSelectors[0].matchExpressions[3]',
    ])
    expect(faults[0]).toMatchObject({ code: 'SelectorInvalid', found: 'é' })
    expect(faults[1]).toMatchObject({
      message: '"in" is not a valid label selector operator',
      expected: 'In, NotIn, Exists or DoesNotExist',
      found: selector.matchExpressions[0],
    })
    expect(faults[2]?.message).toBe(
      "values: Invalid value: []string(nil): for 'in', 'notin' operators, values set can't be empty",
    )
    expect(faults[3]?.message).toMatch(
      /^\[key: Invalid value: "": .*, values: Invalid value: \[\]string\{"-"\}: .*, values\[0\]\[\]: .*\]$/,
    )
  })

  it.each<[Json, string, string]>([
    [7, '', 'must be an object, not a number'],
    [{ matchLabels: ['app'] }, '.matchLabels', 'must be an object, not a list'],
    [{ matchLabels: { app: null } }, '.matchLabels[app]', 'must be a string, not null'],
    [{ matchLabels: { app: 12n } }, '.matchLabels[app]', 'must be a string, not a number'],
    [{ matchExpressions: {} }, '.matchExpressions', 'must be a list, not an object'],
    [
      { matchExpressions: [null] },
      '.matchExpressions[0]',
      'must be an object with key, operator and values, not null',
    ],
    [
      { matchExpressions: [{ key: true, operator: 'In' }] },
      '.matchExpressions[0].key',
      'must be a string, not a boolean',
    ],
    [
      { matchExpressions: [{ key: 'a', operator: {} }] },
      '.matchExpressions[0].operator',
      'must be a string, not an object',
    ],
    [
      { matchExpressions: [{ key: 'a', operator: 'In', values: 'web' }] },
      '.matchExpressions[0].values',
      'must be a list of strings, not a string',
    ],
    [
      { matchExpressions: [{ key: 'a', operator: 'In', values: ['web', 1] }] },
      '.matchExpressions[0].values[1]',
      'must be a string, not a number',
    ],
  ])('P-3 a wrong type is a fault where it stands: at %2$s: %3$s', (selector, path, message) => {
    expect(faultsOf(selector)).toMatchObject([{ path: `spec.clusterSelectors[0]${path}`, message }])
  })

  it('P-3 takes any JSON as a selector and as labels', () => {
    const field = fc.oneof(nastyJson(), fc.constantFrom('In', 'Exists', 'app'))
    const expression = fc.record({ key: field, operator: field, values: field }, { requiredKeys: [] })
    const selector = fc.oneof(
      nastyJson(),
      fc.record({ matchLabels: nastyJson(), matchExpressions: fc.array(expression) }, { requiredKeys: [] }),
    )
    fc.assert(
      fc.property(selector, fc.dictionary(key(), nastyJson()), (given, on) => {
        const result = compileSelector(given, 'x')
        if (result.ok) expect(judgeSelector(result.value, on).holds).toBe(testSelector(result.value, on))
        else for (const fault of result.faults) expect(fault.path.startsWith('x')).toBe(true)
      }),
    )
  })
})
