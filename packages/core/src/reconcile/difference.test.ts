import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyJsonPatch, type Json, type JsonObject } from '../kube/index.ts'
import { nastyJson } from '../kube/json.arbitrary.ts'
import { differenceOf } from './difference.ts'

const manifest = (name: string, data: Json = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
})

const list = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
const lists = fc.tuple(list, list, fc.array(nastyJson(), { maxLength: 4 })).map(([from, to, data]) => ({
  from: { items: from.map((name) => manifest(name)) },
  to: { items: to.map((name, index) => manifest(name, data[index] ?? {})) },
}))

const operationsOf = (from: Json, to: Json) => differenceOf(from, to) as unknown as Json

describe('a difference', () => {
  it('ACT-1 applied to the one value makes the other, whatever the JSON', () => {
    fc.assert(
      fc.property(nastyJson(), nastyJson(), (from, to) => {
        expect(applyJsonPatch(from, operationsOf(from, to))).toEqual({ ok: true, value: to })
      }),
    )
  })

  it('ACT-1 applied to a list of objects makes the other, added, removed, changed or in another order', () => {
    fc.assert(
      fc.property(lists, ({ from, to }) => {
        expect(applyJsonPatch(from, operationsOf(from, to))).toEqual({ ok: true, value: to })
      }),
    )
  })

  it('WRP-3 is one operation for one manifest taken out of two hundred', () => {
    const items = Array.from({ length: 200 }, (_, index) => manifest(`m${index}`))
    expect(differenceOf({ items }, { items: items.slice(1) })).toEqual([{ op: 'remove', path: '/items/0' }])
  })

  it('WRP-3 goes down to the field that changed in one of two hundred', () => {
    const items = Array.from({ length: 200 }, (_, index) => manifest(`m${index}`, { a: 'x', b: 'y' }))
    const changed = items.map((item, index) => (index === 7 ? manifest('m7', { a: 'x', b: 'z' }) : item))
    expect(differenceOf({ items }, { items: changed })).toEqual([
      { op: 'replace', path: '/items/7/data/b', value: 'z' },
    ])
  })
})
