import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { objectId } from '../../../../test/generators/policies.ts'
import { compareEntries, type Ordered } from './order.ts'

const entry = (): fc.Arbitrary<Ordered> =>
  fc.record({ id: objectId(), version: fc.constantFrom('v1', 'v1beta1', 'v2') })
const sorted = (entries: readonly Ordered[]) => [...entries].sort(compareEntries)
const at = (group: string, version: string, resource: string, namespace: string, name: string): Ordered => ({
  id: { group, resource, namespace, name },
  version,
})

describe('the order of a Binding', () => {
  it('BND-2 is that of two strings, compared by their bytes', () => {
    const bytes = (text: string) => Buffer.from(text, 'utf8')
    const resource = ({ id, version }: Ordered) => bytes(`${id.group}/${version}, Resource=${id.resource}`)
    const name = ({ id }: Ordered) => bytes(`${id.namespace}/${id.name}`)
    fc.assert(
      fc.property(entry(), entry(), (a, b) => {
        const expected = Buffer.compare(resource(a), resource(b)) || Buffer.compare(name(a), name(b))
        expect(Math.sign(compareEntries(a, b))).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('BND-2 the core group comes first, and versions count before resources', () => {
    const inOrder = [
      at('', 'v1', 'pods', 'a', 'x'),
      at('apps', 'v1', 'deployments', 'a', 'x'),
      at('apps', 'v2', 'a', 'a', 'x'),
    ]
    expect(sorted(inOrder.toReversed())).toEqual(inOrder)
  })

  it('BND-2 the separator takes part: a-b stands before a, U+FF5E before an emoji', () => {
    const inOrder = [
      at('', 'v1', 'pods', 'a-b', 'x'),
      at('', 'v1', 'pods', 'a', '～'),
      at('', 'v1', 'pods', 'a', '😀'),
    ]
    expect(sorted(inOrder.toReversed())).toEqual(inOrder)
  })
})
