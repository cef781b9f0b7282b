import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frozen, nastyJson, nested } from './json.arbitrary.ts'
import { equalJson, type Json, objectOf } from './json.ts'
import { isDeeperThan } from './json-depth.ts'
import { pointerKeys } from './json-pointer.ts'
import { applyJsonPatch, diffJson } from './patch.ts'

function applied(document: Json, patch: Json): Json {
  const result = applyJsonPatch(document, patch)
  if (!result.ok) throw new Error(result.faults.map((fault) => fault.message).join())
  return result.value
}

/** Two values of which the second is often an edit of the first. */
const edited = () =>
  fc.tuple(nastyJson(), nastyJson()).chain(([a, b]) =>
    fc.constantFrom<[Json, Json]>(
      [a, b],
      [
        { x: a, y: b },
        { x: b, y: b },
      ],
      [[a, b, a], [b]],
      [{ x: a }, { x: a, y: b }],
    ),
  )

describe('a difference as JSON Patch', () => {
  it('makes one value of the other, whatever they are, and changes neither', () => {
    fc.assert(
      fc.property(edited(), ([from, to]) => {
        const patch = diffJson(frozen(from), frozen(to))
        expect(equalJson(applied(from, frozen(patch)), to)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('is empty for equal values', () => {
    fc.assert(
      fc.property(nastyJson(), (value) => {
        expect(diffJson(value, value)).toEqual([])
        expect(diffJson(value, applied(value, [{ op: 'test', path: '', value }]))).toEqual([])
      }),
    )
  })

  it('LBL-3 never goes through a key __proto__: its parent is replaced', () => {
    const labels = (value: string) =>
      objectOf([
        ['__proto__', value],
        ['app', 'web'],
      ])
    expect(diffJson({ metadata: { labels: labels('a') } }, { metadata: { labels: labels('b') } })).toEqual([
      { op: 'replace', path: '/metadata/labels', value: labels('b') },
    ])
    fc.assert(
      fc.property(edited(), ([from, to]) => {
        for (const { path } of diffJson(from, to)) expect(pointerKeys(path)).not.toContain('__proto__')
      }),
      { numRuns: 1000 },
    )
  })

  it('LBL-3 replaces a parent once, with all that differs in it', () => {
    const at = (a: number, b: number) => ({
      x: objectOf([
        ['__proto__', { a: [a] }],
        ['b', b],
      ]),
      y: a,
    })
    expect(diffJson(at(1, 2), at(3, 4))).toEqual([
      { op: 'replace', path: '/y', value: 3 },
      { op: 'replace', path: '/x', value: at(3, 4).x },
    ])
  })

  it('LBL-3 replaces the outermost of such parents, once', () => {
    const at = (a: number) => {
      const inner = objectOf([['__proto__', a]])
      return {
        x: objectOf([
          ['y', inner],
          ['__proto__', a],
          ['z', inner],
        ]),
      }
    }
    expect(diffJson(at(1), at(2))).toEqual([{ op: 'replace', path: '/x', value: at(2).x }])
  })

  it('names only what differs', () => {
    const from = { spec: { replicas: 1, big: 9007199254740993n, zero: -0, gone: true } }
    const to = { spec: { replicas: 2, big: 9007199254740995n, zero: 0, new: [1] } }
    expect(diffJson(from, to)).toEqual([
      { op: 'remove', path: '/spec/gone' },
      { op: 'replace', path: '/spec/zero', value: 0 },
      { op: 'replace', path: '/spec/big', value: 9007199254740995n },
      { op: 'replace', path: '/spec/replicas', value: 2 },
      { op: 'add', path: '/spec/new', value: [1] },
    ])
  })

  it('P-3 takes values nested deeper than a call stack as a whole', () => {
    const deep = nested(20_000)
    expect(diffJson(deep, nested(20_000))).toEqual([])
    const patch = diffJson(deep, [deep])
    expect(patch).toHaveLength(1)
    expect(isDeeperThan(applied(deep, patch), 20_000)).toBe(true)
    for (const levels of [499, 500, 501]) {
      const back = applied({ a: 1 }, diffJson({ a: 1 }, { a: nested(levels) }))
      expect(equalJson(back, { a: nested(levels) })).toBe(true)
    }
  })
})

describe('applying a JSON Patch', () => {
  const document: Json = frozen({
    a: [1, 2, 3],
    'b/c': { '~': 1 },
    s: 'text',
    l: [{}, {}],
    big: 9007199254740993n,
  })

  it.each<[string, Json, Json]>([
    ['adds into a list', [{ op: 'add', path: '/a/1', value: 9 }], { ...document, a: [1, 9, 2, 3] }],
    ['adds at the end of a list', [{ op: 'add', path: '/a/-', value: 9 }], { ...document, a: [1, 2, 3, 9] }],
    [
      'takes escaped keys',
      [{ op: 'replace', path: '/b~1c/~0', value: 2 }],
      { ...document, 'b/c': { '~': 2 } },
    ],
    [
      'moves',
      [{ op: 'move', from: '/a/0', path: '/b~1c/n' }],
      { ...document, a: [2, 3], 'b/c': { '~': 1, n: 1 } },
    ],
    [
      'copies',
      [
        { op: 'copy', from: '/a', path: '/s' },
        { op: 'remove', path: '/a/0' },
      ],
      { ...document, a: [2, 3], s: [1, 2, 3] },
    ],
    ['tests exact numbers', [{ op: 'test', path: '/big', value: 9007199254740993n }], document],
    [
      'replaces the whole',
      [
        { op: 'replace', path: '', value: 1 },
        { op: 'replace', path: '', value: { x: -0 } },
      ],
      { x: -0 },
    ],
    [
      'takes inherited names as keys',
      [
        { op: 'add', path: '/constructor', value: {} },
        { op: 'add', path: '/constructor/prototype', value: 1 },
      ],
      { ...document, constructor: { prototype: 1 } },
    ],
    [
      'adds below __proto__',
      [
        { op: 'add', path: '/__proto__', value: { x: 1 } },
        { op: 'add', path: '/__proto__/y', value: 2 },
      ],
      objectOf([...Object.entries(document), ['__proto__', { x: 1, y: 2 }]]),
    ],
  ])('%s', (_, patch, expected) => {
    expect(equalJson(applied(document, frozen(patch)), expected)).toBe(true)
  })

  it.each<[string, Json]>([
    ['a member that is not there', { op: 'remove', path: '/x' }],
    ['an inherited name', { op: 'remove', path: '/toString' }],
    ['a copy of an inherited name', { op: 'copy', from: '/constructor', path: '/x' }],
    ['a place in a scalar', { op: 'add', path: '/s/0', value: 1 }],
    ['a parent that is not there', { op: 'add', path: '/x/y', value: 1 }],
    ['an index beyond the end', { op: 'add', path: '/a/4', value: 1 }],
    ['an index that wraps at 32 bits', { op: 'add', path: '/a/4294967296', value: 1 }],
    ['an empty index', { op: 'add', path: '/a/', value: 1 }],
    ['an index with a leading zero', { op: 'replace', path: '/a/01', value: 1 }],
    ['a test that fails by one', { op: 'test', path: '/big', value: 9007199254740992n }],
    ['a move into itself', { op: 'move', from: '/a', path: '/a/0' }],
    ['a move into itself, in a list', { op: 'move', from: '/l/0', path: '/l/0/x' }],
    ['an unknown operation', { op: 'toString', path: '/a' }],
    ['an operation of the library alone', { op: '_get', path: '/a' }],
    ['no value', { op: 'add', path: '/a/0' }],
    ['a path without its slash', { op: 'remove', path: 'a' }],
    ['no operation at all', 7],
  ])('refuses %s as a fault of that operation', (_, operation) => {
    const result = applyJsonPatch(document, [{ op: 'test', path: '/s', value: 'text' }, operation])
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.faults[0]).toMatchObject({ code: 'PatchInvalid', path: '[1]' })
  })

  it('P-3 is total on whatever comes as a patch', () => {
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
        path: fc.constantFrom(
          '',
          '/',
          '/a',
          '/a/0',
          '/a/-',
          '/x/y',
          '/__proto__',
          '/constructor/prototype',
          '/0/0',
        ),
        from: fc.constantFrom('', '/', '/a', '/a/0', '/__proto__', '/0'),
        value: nastyJson(),
      },
      { requiredKeys: ['op'] },
    )
    fc.assert(
      fc.property(
        nastyJson(),
        fc.oneof(fc.array(operation, { maxLength: 4 }), nastyJson()),
        (target, patch) => {
          const result = applyJsonPatch(frozen(target), frozen(patch))
          if (result.ok) expect(result.value).not.toBe(undefined)
          else expect(result.faults).not.toHaveLength(0)
          expect(Object.keys(Object.prototype)).toEqual([])
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('P-3 refuses to go into values nested too deep', () => {
    expect(applyJsonPatch(nested(20_000), [{ op: 'remove', path: '/0' }]).ok).toBe(false)
  })
})
