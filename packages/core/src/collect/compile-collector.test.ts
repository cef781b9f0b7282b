import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../kube/index.ts'
import { nastyJson } from '../kube/json.arbitrary.ts'
import { collectorErrorLine, compileCollector } from './compile-collector.ts'
import { collectorWith } from './query.arbitrary.ts'

const linesOf = (spec: Parameters<typeof collectorWith>[0]) =>
  compileCollector(collectorWith(spec)).faults.map(collectorErrorLine)
const one = { name: 'a', def: '1' }
const count = { name: 'n', type: 'COUNT' }

describe('a StatusCollector', () => {
  it.each([
    [
      { select: [one], combinedFields: [count] },
      ['groupBy and combinedFields must be empty if select is not'],
    ],
    [
      { select: [one], groupBy: [{ ...one, name: 'b' }], combinedFields: [count] },
      ['groupBy and combinedFields must be empty if select is not'],
    ],
    [{ groupBy: [one] }, ['groupBy must be empty if combinedFields is']],
    [{ select: [one], limit: 0 }, ['limit must be at least 1; it is 0']],
    [{ select: [one, one, one] }, ['column names must be unique; "a" is used more than once']],
    [
      { groupBy: [one], combinedFields: [{ ...count, name: 'a' }] },
      ['column names must be unique; "a" is used more than once'],
    ],
    [
      { combinedFields: [{ ...count, subject: '1' }] },
      ['combinedField expression (n) invalid: COUNT counts rows, so that subject must be absent'],
    ],
    [
      { combinedFields: [{ name: 'm', type: 'MAX' }] },
      ['combinedField expression (m) invalid: subject must be set; MAX needs a value of each row'],
    ],
  ])('COL-9 is refused: %j', (spec, lines) => {
    expect(linesOf(spec)).toEqual(lines)
  })

  it('COL-9 says of each expression which it is, and where in it', () => {
    expect(
      linesOf({
        filter: 'nothing',
        select: [{ name: 'wec', def: "1 + 'a'" }],
      }),
    ).toEqual([
      expect.stringMatching(/^filter expression invalid: 1:1: /),
      expect.stringMatching(/^select expression \(wec\) invalid: 1:3: /),
    ])
    expect(
      linesOf({
        groupBy: [{ name: 'g', def: '(' }],
        combinedFields: [{ name: 'f', type: 'SUM', subject: 'obj.in' }],
      }),
    ).toEqual([
      expect.stringMatching(/^groupBy expression \(g\) invalid: 1:2: /),
      expect.stringMatching(/^combinedField expression \(f\) subject invalid: 1:5: /),
    ])
  })

  it('COL-9 has faults exactly where it has no query, each with its field', () => {
    const { faults } = compileCollector(
      collectorWith({ filter: '(', select: [{ name: 'a', def: '(' }], limit: -1 }),
    )
    expect(faults.map(({ path }) => path)).toEqual(['spec.limit', 'spec.filter', 'spec.select[0].def'])
    const pathsOf = (spec: Json) => compileCollector(collectorWith(spec)).faults.map(({ path }) => path)
    expect(pathsOf({ select: [one, one], combinedFields: [count] })).toEqual(['spec.select', 'spec'])
    expect(pathsOf({ groupBy: [one, { name: 'b', def: '(' }] })).toEqual([
      'spec.groupBy',
      'spec.groupBy[1].def',
    ])
    const bad = { name: 's', type: 'SUM', subject: '(' }
    expect(pathsOf({ combinedFields: [bad, { ...count, subject: '(' }] })).toEqual([
      'spec.combinedFields[0].subject',
      'spec.combinedFields[1]',
      'spec.combinedFields[1].subject',
    ])
  })

  it('P-3 is read whatever stands in it', () => {
    fc.assert(
      fc.property(nastyJson(), (spec) => {
        const { query, faults } = compileCollector(collectorWith(spec))
        expect(query === undefined).toBe(faults.length > 0)
      }),
    )
    expect(compileCollector(collectorWith({})).faults).toEqual([])
  })

  it.each([
    ['obj.spec.replicas + obj.metadata.generation', false],
    ['has(obj.metadata.labels)', false],
    ['obj.metadata.resourceVersion', true],
    ["obj['metadata']", true],
    ["obj.metadata['resourceVersion']", true],
    ['obj.metadata', true],
    ['obj . metadata . resourceVersion', true],
    ['[obj][0].metadata.resourceVersion', true],
    ['obj.metadata.resourceVersions', false],
    ['obj.metadatas + obj.x + obj.metadata.y', false],
    ['obj.xobj + obj.metadata.xobj', false],
    ['[obj.x, obj]', true],
  ])('COL-11 knows whether %s may look at the resourceVersion', (def, readsVersion) => {
    expect(compileCollector(collectorWith({ select: [{ name: 'a', def }] })).query?.readsVersion).toBe(
      readsVersion,
    )
  })

  it('COL-11 looks at the resourceVersion when one of its expressions does', () => {
    const asking = (...defs: readonly string[]) =>
      compileCollector(collectorWith({ select: defs.map((def, at) => ({ name: `${at}`, def })) })).query
        ?.readsVersion
    expect([asking('1', 'obj', '2'), asking('1', '2'), asking()]).toEqual([true, false, false])
  })
})
