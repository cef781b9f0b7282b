import fc from 'fast-check'
import { type KubeObject, manifestKey } from '../kube/index.ts'
import type { Bundle, Delivery, Transport } from '../transport/index.ts'
import { claim, claimEqual } from './claims.ts'
import { lawOf, type TransportLaw } from './law.ts'
import { stored, type TransportFacts, type TransportReceiver, type TransportWord, valuesOf } from './world.ts'

/** What becomes of the receiver's word. */
export function deliveryLaws(transport: Transport, facts: TransportFacts): readonly TransportLaw[] {
  const { bundles } = valuesOf(transport, facts)
  const silence = lawOf(
    'RPT-9 of what nobody has spoken of, nothing is said',
    fc.property(bundles, (bundle) => {
      const made = stored(transport, undefined, transport.wrap(bundle))
      for (const { state, current } of transport.deliveryOf(made))
        claimEqual(
          { state, current },
          { state: 'pending', current: false },
          'a new item is pending, and not current',
        )
      claim(!transport.isSettled(made), 'what no receiver has seen is not settled')
    }),
  )
  return facts.receiver === undefined ? [silence] : [silence, ...heardLaws(transport, facts, facts.receiver)]
}

function heardLaws(
  transport: Transport,
  facts: TransportFacts,
  receiver: TransportReceiver,
): readonly TransportLaw[] {
  const { bundles } = valuesOf(transport, facts)
  const spoken = bundles.chain((bundle) =>
    fc.record({ bundle: fc.constant(bundle), words: wordsOn(bundle, facts) }),
  )
  const say = (bundle: Bundle, words: readonly TransportWord[], there?: KubeObject): KubeObject =>
    receiver.acknowledge(stored(transport, there, transport.wrap(bundle, there)), words)

  return [
    lawOf(
      'AGT-2 deliveryOf says what the receiver said, of the present content',
      fc.property(spoken, ({ bundle, words }) => {
        const said = byKey(transport.deliveryOf(say(bundle, words)))
        for (const { id, state, cause, message } of words) {
          const heard = said.get(manifestKey(id))
          claimEqual(heard?.state, state, `the state of ${id.kind} ${id.name} is heard`)
          claimEqual(heard?.current, true, `${id.kind} ${id.name} is spoken of as it stands`)
          claimEqual(heard?.cause, cause, `the cause of ${id.kind} ${id.name} is heard`)
          if (state === 'failed')
            claim(heard?.message.includes(message) === true, 'the text of a failure is heard')
        }
      }),
    ),
    lawOf(
      'AGT-2 the word of the receiver is no content: it neither changes the bundle nor is it a reason to write',
      fc.property(spoken, ({ bundle, words }) => {
        const heard = say(bundle, words)
        const before = transport.unwrap(transport.wrap(bundle))
        const after = transport.unwrap(heard)
        claim(before.ok && after.ok, 'both can be read')
        if (before.ok && after.ok)
          claimEqual(
            after.value.items.map(unnamed),
            before.value.items.map(unnamed),
            'the items are the same',
          )
        claimEqual(transport.wrap(bundle, heard), heard, 'there is nothing to write')
      }),
    ),
    lawOf(
      'WRP-10 what has changed since the receiver spoke is not current',
      fc.property(spoken, fc.nat(9), ({ bundle, words }, at) => {
        const heard = say(bundle, words)
        const index = at % bundle.items.length
        const changed = bundle.items[index]
        if (changed === undefined) return
        const content: KubeObject = { ...changed.content, changed: 'yes' }
        const items = bundle.items.map((item) => (item === changed ? { ...item, content } : item))
        const rewritten = stored(transport, heard, transport.wrap({ ...bundle, items }, heard))
        const said = byKey(transport.deliveryOf(rewritten)).get(manifestKey(changed.id))
        claimEqual(said?.current, false, 'what it said was of another content')
        claim(!transport.isSettled(rewritten), 'it has not taken that in')
      }),
    ),
    lawOf(
      'WRP-11 is settled when all of it, as it stands, is applied; orphaning counts',
      fc.property(spoken, fc.nat(9), ({ bundle, words }, at) => {
        const applied = words.map((word): TransportWord => ({ id: word.id, state: 'applied', message: '' }))
        const heard = say(bundle, applied)
        claim(transport.isSettled(heard), 'all of it is applied')
        const isMixed = words.some(({ state }) => state === 'failed')
        if (isMixed) claim(!transport.isSettled(say(bundle, words)), 'some of it has failed')
        const index = at % bundle.items.length
        const items = bundle.items.map((item, n) => (n === index ? { ...item, orphan: !item.orphan } : item))
        const released = stored(transport, heard, transport.wrap({ ...bundle, items }, heard))
        claim(
          !transport.isSettled(released),
          'whether it is orphaned has changed, and nobody has taken that in',
        )
        claim(transport.isSettled(receiver.acknowledge(released, applied)), 'now somebody has')
      }),
    ),
    lawOf(
      'WRP-4 an edit by others is not what the receiver spoke of',
      fc.property(spoken, ({ bundle, words }) => {
        const heard = say(bundle, words)
        const less = { ...bundle, items: bundle.items.slice(1) }
        const [gone] = bundle.items
        if (gone === undefined || less.items.length === 0) return
        const rewritten = stored(transport, heard, transport.wrap(less, heard))
        const said = byKey(transport.deliveryOf(rewritten))
        claim(!said.has(manifestKey(gone.id)), 'of what was taken out nothing is said')
        claim(!transport.isSettled(rewritten), 'that it was taken out is not taken in yet')
      }),
    ),
  ]
}

function wordsOn(bundle: Bundle, facts: TransportFacts): fc.Arbitrary<readonly TransportWord[]> {
  const causes = [undefined, ...(facts.causes ?? [])]
  const words = bundle.items.map(({ id }) =>
    fc
      .tuple(fc.constantFrom('applied', 'applied', 'failed'), fc.constantFrom(...causes))
      .map(([state, cause]): TransportWord => {
        if (state !== 'failed') return { id, state: 'applied', message: '' }
        return cause === undefined
          ? { id, state: 'failed', message: 'field is immutable' }
          : { id, state: 'failed', cause, message: textOf[cause] }
      }),
  )
  return fc.tuple(...words).chain((said) => fc.shuffledSubarray([...said], { minLength: said.length }))
}

/** As API servers and OCM's agent put it. */
const textOf: Readonly<Record<NonNullable<Delivery['cause']>, string>> = {
  unknownKind: 'the server doesn\'t have a resource type "Widget"',
  forbidden: 'widgets.example.com "a" is forbidden: User "x" cannot create resource',
}

function byKey(deliveries: readonly Delivery[]): ReadonlyMap<string, Delivery> {
  return new Map(deliveries.map((delivery) => [manifestKey(delivery.id), delivery]))
}

/** What only a receiver may tell: the resource of a kind. */
function unnamed(item: Bundle['items'][number]): object {
  return { ...item, resource: undefined }
}
