import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions } from './version-priority.ts'

// The example of the documentation of CustomResourceDefinitions.
const preferred = [
  'v10',
  'v2',
  'v1',
  'v11beta2',
  'v10beta3',
  'v3beta1',
  'v12alpha1',
  'v11alpha2',
  'foo1',
  'foo10',
]

describe('the version that a server prefers', () => {
  it('is the most stable, then the highest; names of another form come last', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(preferred), (some) => {
        expect([...some].sort(compareVersions)).toEqual(preferred.filter((version) => some.includes(version)))
      }),
    )
  })
})
