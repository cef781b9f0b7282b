import { equalJson, type Json } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yamlText } from '../print/machine.ts'
import { readYaml } from './read-yaml.ts'

const read = (text: string): Json | undefined => readYaml('a.yaml', text).documents[0]?.value
const scalar = (text: string) => (read(`x: ${text}\n`) as { x: Json }).x

const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'y', '<<', 'null', '1', ''))
const leaf = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'yes',
    'off',
    'y',
    '0644',
    '1_000',
    '0o17',
    '0x1f',
    '1e3',
    '.5',
    '~',
    'null',
    '12:30',
    '2024-01-01',
    '-0',
    '.inf',
    ' x',
    'a: b',
    '#',
    '- a',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 63n - 1n }),
  fc.boolean(),
  fc.constant(null),
)
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

describe('scalars of YAML, as kubectl reads them', () => {
  it.each([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['~', null],
    ['0644', 420],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['08', 8],
    ['1e3', 1000],
    ['.5', 0.5],
    ['-0', 0],
    ['-0.0', -0],
    ['12:30', '12:30'],
    ['2024-01-01', '2024-01-01'],
    ['1.2.3', '1.2.3'],
    ['1e400', '1e400'],
    ['!!str 5', '5'],
    ['!!binary aGk=', 'aGk='],
    ['"yes"', 'yes'],
  ])('%s', (text, value) => {
    expect(Object.is(scalar(text), value)).toBe(true)
  })

  it('NUM-1: keeps integers beyond 2^53, and makes doubles of those beyond int64', () => {
    expect(scalar('9007199254740993')).toBe(9007199254740993n)
    expect(scalar('-9223372036854775808')).toBe(-9223372036854775808n)
    expect(scalar('9223372036854775808')).toBe(2 ** 63)
  })

  it('keeps keys as they are written', () => {
    expect(Object.keys(read('yes: 1\n8080: 2\n__proto__: 3\n') as object)).toEqual([
      '8080',
      'yes',
      '__proto__',
    ])
  })

  it('merges what << names', () => {
    expect(read('a: &a {x: 1}\nb: {<<: *a, y: 2}\n')).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } })
  })
})

describe('YAML that this program writes', () => {
  it('NUM-1: reads as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { documents, complaints } = readYaml('a.yaml', yamlText({ value }))
        expect(complaints.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(equalJson(documents[0]?.value, { value })).toBe(true)
      }),
    )
  })
})
