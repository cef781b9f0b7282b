import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../kube/index.ts'
import { decidedBy } from './decided-by.ts'

const asking =
  (provenance: Readonly<Record<string, readonly string[]>>, status?: Json) =>
  (path: string): readonly string[] =>
    decidedBy(new Map(Object.entries(provenance)), status, path)

describe('the WECs that decided a field (AGG-10)', () => {
  it('AGG-10 are those of the nearest field around it', () => {
    const key = fc.constantFrom('replicas', 'conditions', 'a/b', '0')
    const pointer = (keys: readonly string[]) => keys.map((one) => `/${one.replaceAll('/', '~1')}`).join('')
    fc.assert(
      fc.property(fc.array(key, { maxLength: 2 }), fc.array(key, { maxLength: 2 }), (around, inside) => {
        const decided = asking({ [pointer(around)]: ['east'], '/elsewhere': ['west'] })
        expect(decided(pointer([...around, ...inside]))).toEqual(['east'])
      }),
    )
    const nested = asking({ '': ['west'], '/a': ['east'], '/a/b': ['north'] })
    expect(['/a/b/c', '/a/c', '/a', '/d'].map(nested)).toEqual([['north'], ['east'], ['east'], ['west']])
  })

  it('AGG-10 are of what holds several fields all that decided any of them, sorted, each once', () => {
    const decided = asking({ '/a/c': ['west', 'east'], '/a/b': ['west', 'north'], '/ab': ['south'] })
    expect(decided('/a')).toEqual(['east', 'north', 'west'])
    expect(decided('')).toEqual(['east', 'north', 'south', 'west'])
  })

  it('AGG-10 are none for a field that the status has not, whoever decided its neighbours', () => {
    const decided = asking({ '': ['west'], '/a/b': ['east'] })
    expect(decided('/a/c')).toEqual([])
    expect(asking({ '/a': ['east'] })('/b')).toEqual([])
    expect(asking({})('/a')).toEqual([])
  })

  it('AGG-10, AGG-7 of a condition are asked for by its place as by its type', () => {
    const types = Array.from({ length: 11 }, (_, at) => ({ type: `example.com/T${at}` }))
    const decided = asking(
      { '/conditions/example.com~1T1': ['east'], '/conditions/example.com~1T10': ['north'] },
      { conditions: types },
    )
    expect(['/conditions/1', '/conditions/1/message', '/conditions/10/status'].map(decided)).toEqual([
      ['east'],
      ['east'],
      ['north'],
    ])
    expect(['/conditions/2', '/conditions/11', '/conditions/0x1', '/conditions/1e0'].map(decided)).toEqual([
      [],
      [],
      [],
      [],
    ])
  })

  it('AGG-10, P-3 of what only looks like a condition are those of the path as it stands', () => {
    const ready = { '/conditions/Ready': ['east'], '/listeners/0': ['west'] }
    expect(asking(ready, { conditions: [{ type: 'Ready' }] })('/listeners/0')).toEqual(['west'])
    expect(asking(ready, { conditions: { 0: { type: 'Ready' } } })('/conditions/0')).toEqual([])
    expect(asking(ready, { conditions: [{ status: 'True' }, 7] })('/conditions/0')).toEqual([])
    expect(asking({ '/conditions': ['north'] }, { conditions: [{ type: 7 }] })('/conditions/0')).toEqual([
      'north',
    ])
  })
})
