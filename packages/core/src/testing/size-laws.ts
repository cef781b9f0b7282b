import fc from 'fast-check'
import { goJsonLength, type Json, type KubeObject, manifestKey } from '../kube/index.ts'
import type { Bundle, Transport } from '../transport/index.ts'
import { claim } from './claims.ts'
import { itemsWith, manifestIdOf } from './generated-bundles.ts'
import { lawOf, type TransportLaw } from './law.ts'
import { type TransportFacts, valuesOf } from './world.ts'

/** What `sizeOf` promises to whoever packs wrapped objects (WRP-1). */
export function sizeLaws(transport: Transport, facts: TransportFacts): readonly TransportLaw[] {
  const { bundles } = valuesOf(transport, facts)
  const bytesIn = facts.bytesOf ?? goJsonLength
  const plain = itemsWith(undefined)
    .filter(({ content }) => canBeStored(content))
    .map((item) => ({ ...item, orphan: false, strategy: 'update' as const }))
  const texts = fc.string({ unit: 'grapheme', maxLength: 300 }).map(
    (text): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'text' },
      data: { text },
    }),
  )

  return [
    lawOf(
      'WRP-1 sizeOf is at least what a wrapped object grows by when it takes in the content',
      fc.property(bundles, fc.oneof(plain, texts.map(plainItem)), (bundle, item) => {
        const others = bundle.items.filter((one) => manifestKey(one.id) !== manifestKey(item.id))
        // What stands there once for all items is no item's.
        const with1: Bundle = { ...bundle, items: [...others, plainItem(FIRST)] }
        const with2: Bundle = { ...bundle, items: [...with1.items, item] }
        const growth = bytesIn(transport.wrap(with2)) - bytesIn(transport.wrap(with1))
        const size = transport.sizeOf(item.content)
        claim(growth <= size, `it grows by ${growth} bytes, and sizeOf says ${size}`)
      }),
    ),
    lawOf(
      'WRP-1 sizeOf is a count of bytes, not far above what the content has',
      fc.property(
        fc.oneof(
          plain.map((item) => item.content),
          texts,
        ),
        (content) => {
          const size = transport.sizeOf(content)
          claim(Number.isSafeInteger(size) && size > 0, `sizeOf says ${size}`)
          const most = MOST_FOR_ONE * goJsonLength(content) + FRAME
          claim(size <= most, `sizeOf says ${size} for what has ${goJsonLength(content)} bytes`)
          claim(size === transport.sizeOf(content), 'sizeOf says the same again')
        },
      ),
    ),
    lawOf(
      'WRP-1 sizeOf grows with the content: no object is free',
      fc.property(texts, fc.nat(2000), (content, more) => {
        const larger: KubeObject = { ...content, more: 'x'.repeat(more + 1) }
        const [small, large] = [transport.sizeOf(content), transport.sizeOf(larger)]
        claim(large >= small + more + 1, `${more + 1} characters more: ${small} bytes become ${large}`)
      }),
    ),
  ]
}

/** Go writes one byte as six where HTML could read it. */
const MOST_FOR_ONE = 6
/** What may stand around each content. */
const FRAME = 4096
const FIRST: KubeObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'first' } }

/** API servers store Unicode alone: what is half a pair of surrogates has no bytes. */
function canBeStored(content: KubeObject): boolean {
  const isWellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text)
  const texts = (value: Json): boolean => {
    if (typeof value === 'string') return isWellFormed(value)
    if (typeof value !== 'object' || value === null) return true
    return Object.entries(value).every(([key, member]) => isWellFormed(key) && texts(member))
  }
  return texts(content)
}

function plainItem(content: KubeObject): Bundle['items'][number] {
  return { id: manifestIdOf(content), content, orphan: false, strategy: 'update' }
}
