import fc from 'fast-check'
import { canonicalJson, type Json, type KubeObject, manifestKey, nameOf, namespaceOf } from '../kube/index.ts'
import type { Bundle, Transport } from '../transport/index.ts'
import { claim, claimEqual, copyOf, frozen } from './claims.ts'
import { manifestIdOf } from './generated-bundles.ts'
import { lawOf, type TransportLaw } from './law.ts'
import { type TransportFacts, valuesOf } from './world.ts'

/** What holds whatever stands in a mailbox: nothing throws, nothing is lost, nothing is changed. */
export function readingLaws(transport: Transport, facts: TransportFacts): readonly TransportLaw[] {
  const { bundles, wrapped, anything } = valuesOf(transport, facts)
  return [
    lawOf(
      'P-3 unwrap answers to any JSON: a bundle that holds together, or what is wrong on that object',
      fc.property(anything, (object) => {
        const result = transport.unwrap(object)
        if (!result.ok) {
          claim(result.problems.length > 0, 'what cannot be read has a reason')
          for (const { on, message } of result.problems) {
            const { group, resource } = transport.resource
            const id = { group, resource, namespace: namespaceOf(object), name: nameOf(object) }
            claimEqual(on, { space: 'its', ...id }, 'the problem is on the wrapped object')
            claim(message !== '', 'the problem says something')
          }
          return
        }
        const { value } = result
        claimEqual(value.wec, namespaceOf(object), 'the WEC is the namespace')
        claimEqual(value.name, nameOf(object), 'the name is that of the object')
        for (const { id, content, strategy, orphan } of value.items) {
          claimEqual(id, manifestIdOf(content), 'an item is named as its content')
          claim(
            STRATEGIES.has(strategy) && typeof orphan === 'boolean',
            'an item has a strategy, and is orphaned or not',
          )
        }
      }),
    ),
    lawOf(
      'P-4 what can be read is read whole: written back, nothing is lost',
      fc.property(anything, (object) => {
        const result = transport.unwrap(object)
        if (result.ok) claimEqual(transport.wrap(result.value, object), object, 'wrap(unwrap(w), w) = w')
      }),
    ),
    lawOf(
      'P-3 everything else answers to any JSON, too',
      fc.property(anything, bundles, (object, bundle) => {
        transport.wrap(bundle, object)
        claim(typeof transport.isSettled(object) === 'boolean', 'it is settled, or is not')
        claim(transport.sizeOf(object) > 0, 'it has a size')
        const report = transport.reportOf(object)
        if (report?.ok === false) claim(report.problems.length > 0, 'what is no good record has a reason')
        for (const delivery of transport.deliveryOf(object)) {
          claim(STATES.has(delivery.state), `${delivery.state} is a state`)
          claim(
            typeof delivery.current === 'boolean' && typeof delivery.message === 'string',
            'a delivery is whole',
          )
          claim(delivery.cause === undefined || delivery.state === 'failed', 'only what failed has a cause')
        }
      }),
    ),
    lawOf(
      'P-3 answers to an object nested as deep as a parser reads',
      fc.property(fc.constantFrom(1, 2), (innermost) => {
        const made = transport.wrap(deepBundle(innermost))
        const back = transport.unwrap(made)
        claim(back.ok, 'it can be read')
        claim(transport.sizeOf(deepContent(innermost)) > 2 * DEPTH, 'it has its size')
        const again = transport.wrap(deepBundle(innermost), made)
        claim(canonicalJson(again) === canonicalJson(made), 'it is no reason to write')
        const other = transport.wrap(deepBundle(innermost + 2), made)
        claim(canonicalJson(other) !== canonicalJson(made), 'another one is')
      }),
      { numRuns: 2 },
    ),
    lawOf(
      'P-1 changes nothing that it is given',
      fc.property(bundles, wrapped, anything, (bundle, there, object) => {
        transport.wrap(frozen(bundle))
        transport.wrap(bundle, frozen(there))
        transport.wrap(bundle, frozen(object))
        transport.unwrap(object)
        transport.deliveryOf(object)
        transport.isSettled(object)
        transport.reportOf(object)
        transport.sizeOf(object)
      }),
    ),
    lawOf(
      'P-2 says the same again',
      fc.property(bundles, anything, (bundle, object) => {
        const answers = (one: KubeObject): unknown => [
          transport.wrap(bundle, one),
          transport.unwrap(one),
          transport.deliveryOf(one),
          transport.isSettled(one),
          transport.reportOf(one) ?? null,
          transport.sizeOf(one),
        ]
        claimEqual(answers(copyOf(object)), answers(object), 'equal objects give equal answers')
      }),
    ),
    lawOf(
      'deliveryOf speaks of every item, and of nothing else',
      fc.property(wrapped, (object) => {
        const result = transport.unwrap(object)
        const items = result.ok ? result.value.items : []
        claimEqual(
          transport
            .deliveryOf(object)
            .map(({ id }) => manifestKey(id))
            .sort(),
          items.map(({ id }) => manifestKey(id)).sort(),
          'the deliveries are those of the items',
        )
      }),
    ),
  ]
}

const STRATEGIES: ReadonlySet<unknown> = new Set(['update', 'createOnly', 'serverSideApply'])
const STATES: ReadonlySet<unknown> = new Set(['applied', 'pending', 'failed'])

// A little below what a parser takes, for what stands around it.
const DEPTH = 4_900

function deepContent(innermost: Json): KubeObject {
  const data = Array.from({ length: DEPTH }).reduce<Json>((inner) => ({ m: [inner] }), innermost)
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'deep', namespace: 'x' }, data }
}

function deepBundle(innermost: Json): Bundle {
  const content = deepContent(innermost)
  const item = { id: manifestIdOf(content), content, orphan: false, strategy: 'update' } as const
  return { wec: 'wec1', name: 'deep-0', labels: {}, annotations: {}, items: [item] }
}
