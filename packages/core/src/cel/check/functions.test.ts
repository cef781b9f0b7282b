import { describe, expect, it } from 'vitest'
import { type CelType, partsOf, showType } from '../type/type.ts'
import { functions } from './functions.ts'

const KINDS = new Set(
  'dyn bool int uint double string bytes null timestamp duration list map type parameter'.split(' '),
)

function kindsIn(type: CelType): readonly string[] {
  return [type.kind, ...partsOf(type).flatMap(kindsIn)]
}

describe('the table of functions', () => {
  it('COL-2 names types that there are', () => {
    const kinds = [...functions.values()]
      .flat()
      .flatMap(({ parameters, result }) => [...parameters, result].flatMap(kindsIn))
    expect(kinds.filter((kind) => !KINDS.has(kind))).toEqual([])
  })

  it('COL-2 has the overloads of its lines', () => {
    const shown = (functions.get('size') ?? []).map(
      ({ isMember, parameters, result }) =>
        `${isMember ? 'of ' : ''}${parameters.map((type) => showType(type)).join()} ${showType(result)}`,
    )
    expect(shown).toEqual([
      'bytes int',
      'list(dyn) int',
      'map(dyn, dyn) int',
      'string int',
      'of bytes int',
      'of list(dyn) int',
      'of map(dyn, dyn) int',
      'of string int',
    ])
    expect(functions.get('_[_]')?.map(({ parameters }) => parameters.length)).toEqual([2, 2])
    expect(functions.size).toBe(43)
  })
})
