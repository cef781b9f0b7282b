import { describe, expect, it } from 'vitest'
import { builtInResources } from '../resources/index.ts'
import { filterOf } from './selectors.ts'

const configMaps = builtInResources.find((one) => one.resource === 'configmaps')
const holds = (selector: string, labels: Record<string, string>): boolean | 'refused' => {
  if (configMaps === undefined) throw new Error('no ConfigMaps')
  const filter = filterOf(configMaps, new URLSearchParams({ labelSelector: selector }))
  if (!filter.ok) return 'refused'
  return filter.value?.({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels } }) ?? true
}

describe('label selectors of a query', () => {
  it.each([
    ['', {}, true],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['!a', { b: '' }, true],
    ['a=1', { a: '1' }, true],
    ['a==1', { a: '2' }, false],
    ['a!=1', {}, true],
    ['a!=1', { a: '1' }, false],
    ['a=', { a: '' }, true],
    ['a in (1, 2),b', { a: '2', b: '' }, true],
    ['a notin (1,2)', { a: '2' }, false],
    ['toString', {}, false],
    ['a in', {}, 'refused'],
    ['a=b=c', {}, 'refused'],
    ['-a', {}, 'refused'],
  ])('%s of %j', (selector, labels, verdict) => {
    expect(holds(selector, labels)).toBe(verdict)
  })
})
