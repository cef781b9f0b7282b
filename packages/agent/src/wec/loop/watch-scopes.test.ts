import { describe, expect, it } from 'vitest'
import { type FollowedObject, watchScopes } from './watch-scopes.ts'

function followed(namespace: string, version = 'v1'): FollowedObject {
  const namespaced = namespace !== ''
  return { group: 'g', version, resource: 'rs', kind: 'R', namespaced, namespace, name: 'x' }
}

const scopesOf = (objects: readonly FollowedObject[]) =>
  [...watchScopes(objects).values()].map(({ version, namespace }) => [version, namespace])

describe('AGT-2 what is watched', () => {
  it('AGT-2 no more than the namespaces of what is delivered', () => {
    expect(scopesOf([followed('a'), followed('b'), followed('a')])).toEqual([
      ['v1', 'a'],
      ['v1', 'b'],
    ])
    expect(scopesOf([followed('a'), followed('a', 'v2')])).toEqual([
      ['v1', 'a'],
      ['v2', 'a'],
    ])
    expect(scopesOf([followed('')])).toEqual([['v1', undefined]])
  })

  it('AGT-2 the whole resource where there are too many', () => {
    const many = Array.from({ length: 17 }, (_, index) => followed(`n${index}`))
    expect(scopesOf(many.slice(1))).toHaveLength(16)
    expect(scopesOf(many)).toEqual([['v1', undefined]])
  })
})
