import fc from 'fast-check'
import {
  annotationsOf,
  isObject,
  type JsonObject,
  type KubeObject,
  labelsOf,
  manifestKey,
  memberOf,
  nameOf,
  namespaceOf,
  serverForm,
} from '../kube/index.ts'
import type { Bundle, Item, Transport } from '../transport/index.ts'
import { claim, claimEqual, claimHolds } from './claims.ts'
import { lawOf, type TransportLaw } from './law.ts'
import { type TransportFacts, valuesOf } from './world.ts'

/** What `wrap` and `unwrap` promise each other. */
export function wrappingLaws(transport: Transport, facts: TransportFacts): readonly TransportLaw[] {
  const { bundles, wrapped } = valuesOf(transport, facts)
  const read = (object: KubeObject): Bundle => readableBundle(transport, object)

  return [
    lawOf(
      'FRZ-1 unwrap(wrap(bundle)) is the bundle: names, marks, contents, strategies, orphans, what is kept',
      fc.property(bundles, (bundle) => {
        const back = read(transport.wrap(bundle))
        claimEqual(
          { ...back, items: [] },
          { ...bundle, items: [] },
          'wec, name, labels and annotations come back',
        )
        claimSameItems(back.items, bundle.items)
        for (const item of bundle.items) {
          const other = itemOf(back, item)
          claimEqual(other?.kept, item.kept, 'what is kept comes back')
        }
      }),
    ),
    lawOf(
      'wrap(bundle) makes an object of its resource, and invents nothing',
      fc.property(bundles, (bundle) => {
        const made = transport.wrap(bundle)
        const { group, version, kind } = transport.resource
        claimEqual(
          made.apiVersion,
          group === '' ? version : `${group}/${version}`,
          'it has the apiVersion of its resource',
        )
        claimEqual(made.kind, kind, 'it has the kind of its resource')
        claimEqual(namespaceOf(made), bundle.wec, 'it is in the mailbox')
        claimEqual(nameOf(made), bundle.name, 'it has the name that it was given')
        claimEqual(labelsOf(made), bundle.labels, 'its labels are those of the bundle')
        claimEqual(annotationsOf(made), bundle.annotations, 'its annotations are those of the bundle')
        const others = Object.keys(made.metadata).filter((key) => !GIVEN.has(key))
        claimEqual(others, [], 'nothing else is in its metadata')
        claimEqual(memberOf(made, 'status'), undefined, 'it has no status: that is for its receiver')
      }),
    ),
    lawOf(
      'WRP-4 wrap(bundle, there) says the bundle, and no more than that',
      fc.property(bundles, wrapped, (bundle, there) => {
        const back = read(transport.wrap(bundle, there))
        claimSameItems(back.items, bundle.items)
        for (const item of bundle.items)
          claimHolds(itemOf(back, item)?.kept, item.kept, 'what is kept is there')
        claimHolds(back.labels, bundle.labels, 'the labels of the bundle are set')
        claimHolds(back.annotations, bundle.annotations, 'the annotations of the bundle are set')
      }),
    ),
    lawOf(
      'WRP-4 wrap(bundle, there) keeps what others put there',
      fc.property(bundles, wrapped, (bundle, there) => {
        const made = transport.wrap(bundle, there)
        claimEqual(
          marksBeside(labelsOf(made), bundle.labels),
          marksBeside(labelsOf(there), bundle.labels),
          'other labels stay, and none is added',
        )
        claimEqual(
          marksBeside(annotationsOf(made), bundle.annotations),
          marksBeside(annotationsOf(there), bundle.annotations),
          'other annotations stay, and none is added',
        )
        for (const key of Object.keys({ ...there.metadata, ...made.metadata }))
          if (key !== 'labels' && key !== 'annotations')
            claimEqual(memberOf(made.metadata, key), memberOf(there.metadata, key), `metadata.${key} stays`)
        for (const key of ['apiVersion', 'kind', 'status', 'theirs', '__proto__', 'immutable'])
          claimEqual(memberOf(made, key), memberOf(there, key), `${key} stays`)
      }),
    ),
    lawOf(
      'P-6 wrap is idempotent: what was wrapped so is not written again',
      fc.property(bundles, wrapped, (bundle, there) => {
        const once = transport.wrap(bundle, there)
        claimEqual(
          transport.wrap(bundle, once),
          once,
          'wrap(bundle, wrap(bundle, there)) = wrap(bundle, there)',
        )
        const fresh = transport.wrap(bundle)
        claimEqual(transport.wrap(bundle, fresh), fresh, 'wrap(bundle, wrap(bundle)) = wrap(bundle)')
      }),
    ),
    lawOf(
      'P-6 the order of items is not content',
      fc.property(bundles, (bundle) => {
        const there = transport.wrap(bundle)
        const turned = { ...bundle, items: [...bundle.items].reverse() }
        claimEqual(transport.wrap(turned, there), there, 'items in another order are no reason to write')
      }),
    ),
    lawOf(
      'WRP-4 wrap(unwrap(w), w) = w, whoever made w',
      fc.property(wrapped, (there) => {
        claimEqual(transport.wrap(read(there), there), there, 'what was read is no reason to write')
      }),
    ),
    lawOf(
      'FRZ-1 an item that was read is the same in another wrapped object',
      fc.property(wrapped, (there) => {
        const bundle = read(there)
        const elsewhere: Bundle = { ...bundle, name: 'elsewhere-0' }
        const named = firstOfEach(elsewhere.items).filter((item) => item.resource !== undefined)
        const back = read(transport.wrap({ ...elsewhere, items: named }))
        claimSameItems(back.items, named)
        for (const item of named) claimEqual(itemOf(back, item)?.kept, item.kept, 'what is kept comes along')
      }),
    ),
    lawOf(
      'NAM-1 a name of as many characters as the limit says goes through',
      fc.property(bundles, (bundle) => {
        const { nameLength, bytes } = transport.limits
        claim(
          Number.isInteger(nameLength) && nameLength > 0 && nameLength <= LONGEST_NAME,
          'the limit of names is one',
        )
        claim(Number.isInteger(bytes) && bytes > 0, 'the limit of bytes is one')
        const name = 'n'.repeat(nameLength)
        const made = transport.wrap({ ...bundle, name })
        claimEqual(nameOf(made), name, 'the wrapped object has the name')
        claimEqual(read(made).name, name, 'the name comes back')
      }),
    ),
  ]
}

const GIVEN: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations'])
/** What an API server takes for a name. */
const LONGEST_NAME = 253

/** The bundle of what must be readable. */
export function readableBundle(transport: Transport, object: KubeObject): Bundle {
  const result = transport.unwrap(object)
  if (result.ok) return result.value
  const problems = result.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')
  throw new Error(`unwrap cannot read what wrap has made: ${problems}`)
}

function itemOf(bundle: Bundle, { id }: Item): Item | undefined {
  return bundle.items.find((item) => manifestKey(item.id) === manifestKey(id))
}

/** What is kept is not compared: receivers' others may add to it. */
function claimSameItems(found: readonly Item[], wanted: readonly Item[]): void {
  const inOrder = (items: readonly Item[]) => items.map((item) => manifestKey(item.id)).sort()
  claimEqual(inOrder(found), inOrder(wanted), 'the items are those of the bundle, each once')
  for (const item of wanted) {
    const other = found.find((one) => manifestKey(one.id) === manifestKey(item.id))
    const what = `${item.id.kind} ${item.id.namespace}/${item.id.name}`
    claimEqual(other && serverForm(other.content), serverForm(item.content), `${what} has its content`)
    claimEqual(other?.strategy, item.strategy, `${what} has its strategy`)
    claimEqual(other?.orphan, item.orphan, `${what} is orphaned or is not`)
    // ID-1: a wrapped object need not say it; where it does, it is right.
    if (other?.resource !== undefined) claimEqual(other.resource, item.resource, `${what} has its resource`)
  }
}

/** Others may have put one object there twice. */
function firstOfEach(items: readonly Item[]): readonly Item[] {
  return items.filter(
    (item, index) => items.findIndex(({ id }) => manifestKey(id) === manifestKey(item.id)) === index,
  )
}

function marksBeside(all: JsonObject, ours: JsonObject): JsonObject {
  return isObject(all)
    ? Object.fromEntries(Object.entries(all).filter(([key]) => !Object.hasOwn(ours, key)))
    : {}
}
