import {
  annotationsOf,
  type Bundle,
  type Delivery,
  equalJson,
  type Item,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  names,
  stringAt,
  stringifyJson,
  withMember,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliveryOf } from './delivery.ts'
import { manifestIdOf } from './manifest-work.ts'
import { ocmReceiver } from './testing/receiver.ts'
import { unwrap } from './unwrap.ts'
import { wrap } from './wrap.ts'

type Step =
  | Readonly<{ kind: 'wanted'; bundle: Bundle }>
  | Readonly<{ kind: 'others'; name: string }>
  | Readonly<{ kind: 'agent'; failing: readonly string[]; skipped: readonly string[] }>

const configMap = (name: string, value: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'x' },
  data: { value },
})

const itemOf = (name: string, value: string, more: Partial<Item> = {}): Item => ({
  id: manifestIdOf(configMap(name, value)),
  resource: 'configmaps',
  content: configMap(name, value),
  orphan: false,
  strategy: 'update',
  ...more,
})

const bundleOf = (...items: readonly Item[]): Bundle => ({
  wec: 'wec1',
  name: 'w',
  labels: {},
  annotations: {},
  items,
})

/** What a server stores: another spec is another generation. */
function stored(before: KubeObject | undefined, written: KubeObject): KubeObject {
  if (before !== undefined && equalJson(memberOf(before, 'spec'), memberOf(written, 'spec'))) return written
  const generation = Number(memberOf(before?.metadata, 'generation') ?? 0) + 1
  return { ...written, metadata: { ...written.metadata, generation } }
}

/** The agent takes in what stands. */
function heard(work: KubeObject, failing: readonly string[] = []): KubeObject {
  const words = deliveryOf(work).map(
    ({ id }) => ({ id, state: failing.includes(id.name) ? 'failed' : 'applied', message: 'no' }) as const,
  )
  return ocmReceiver.acknowledge(work, words)
}

function saidOf(work: KubeObject): ReadonlyMap<string, Delivery> {
  return new Map(deliveryOf(work).map((delivery) => [delivery.id.name, delivery]))
}

function currentIn(work: KubeObject): readonly string[] {
  return [...saidOf(work)].flatMap(([name, { current }]) => (current ? [name] : []))
}

function noteOf(work: KubeObject) {
  return memberOf(annotationsOf(work), names.annotations.changedManifests)
}

function bundleIn(work: KubeObject): Bundle {
  const bundle = unwrap(work)
  if (!bundle.ok) throw new Error('it can be read')
  return bundle.value
}

/** By name, all that decides what the agent does with one manifest. */
function askedIn(work: KubeObject): ReadonlyMap<string, string> {
  return new Map(
    bundleIn(work).items.map(({ id, content, strategy, orphan }) => [
      id.name,
      stringifyJson([content, strategy, orphan]),
    ]),
  )
}

const wanted = fc
  .uniqueArray(
    fc
      .tuple(
        fc.constantFrom('a', 'b', 'c', 'd'),
        fc.constantFrom('1', '1', '2'),
        fc.constantFrom<Partial<Item>>({}, {}, {}, { orphan: true }, { strategy: 'createOnly' }),
      )
      .map(([name, value, more]) => itemOf(name, value, more)),
    { selector: ({ id }) => id.name, minLength: 1, maxLength: 4 },
  )
  .map((items): Step => ({ kind: 'wanted', bundle: bundleOf(...items) }))

const agents = fc.record({
  kind: fc.constant('agent' as const),
  failing: fc.subarray(['a', 'b']),
  skipped: fc.oneof(fc.constant([]), fc.subarray(['b', 'c', 'd'])),
})

const others = fc.constantFrom('a', 'b').map((name): Step => ({ kind: 'others', name }))

const histories = fc
  .tuple(
    wanted,
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: wanted },
        { weight: 3, arbitrary: agents },
        { weight: 1, arbitrary: others },
      ),
      { maxLength: 12 },
    ),
  )
  .map(([first, rest]) => [first, ...rest])

/** The work after each step, and beside it what the agent last did with each manifest that it has spoken of. */
function* play(steps: readonly Step[]) {
  let work: KubeObject | undefined
  const said = new Map<string, Json>()
  const done = new Map<string, string>()
  for (const step of steps) {
    if (step.kind === 'wanted') work = stored(work, wrap(step.bundle, work))
    if (work === undefined) continue
    if (step.kind === 'others') {
      const bundle = bundleIn(work)
      const items = bundle.items.map((item) =>
        item.id.name === step.name ? itemOf(step.name, 'edited') : item,
      )
      const edited = wrap({ ...bundle, items }, work)
      // They know nothing of notes.
      work = stored(work, { ...edited, metadata: work.metadata })
    }
    if (step.kind === 'agent') {
      const asked = askedIn(work)
      const status = memberOf(heard(work, step.failing), 'status')
      for (const entry of listAt(status, 'resourceStatus', 'manifests')) {
        const name = stringAt(entry, 'resourceMeta', 'name') ?? ''
        if (step.skipped.includes(name)) continue
        said.set(name, entry)
        done.set(name, asked.get(name) ?? '')
      }
      work = { ...work, status: { resourceStatus: { manifests: [...said.values()] } } }
    }
    yield { work, done }
  }
}

describe('what has changed since the agent spoke', () => {
  it('AGG-5 what is current, the agent has taken in as it stands, whoever edits what', () => {
    let reached = 0
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { work, done } of play(steps)) {
          const asked = askedIn(work)
          for (const name of currentIn(work)) {
            expect(done.get(name)).toBe(asked.get(name))
            if (noteOf(work) !== undefined) reached++
          }
        }
      }),
    )
    expect(reached).toBeGreaterThan(20)
  })

  it('AGG-5 an edit of one leaves its neighbours current', () => {
    const first = heard(
      stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1'), itemOf('c', '1')))),
    )
    const edited = stored(first, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '2'), itemOf('c', '1')), first))
    expect(currentIn(edited)).toEqual(['a', 'c'])
    expect(noteOf(edited)).toBe('{"generation":2,"manifests":{"2":[1]}}')
    const twice = stored(edited, wrap(bundleOf(itemOf('a', '2'), itemOf('b', '2'), itemOf('c', '1')), edited))
    expect(currentIn(twice)).toEqual(['c'])
    expect(noteOf(twice)).toBe('{"generation":3,"manifests":{"2":[1],"3":[0]}}')
    expect(currentIn(heard(twice))).toEqual(['a', 'b', 'c'])
  })

  it('AGG-5 what changes there and back is heard of anew', () => {
    const first = heard(stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1')))))
    const there = stored(first, wrap(bundleOf(itemOf('a', '2'), itemOf('b', '1')), first))
    const back = stored(there, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1')), there))
    expect(currentIn(back)).toEqual(['b'])
  })

  it('AGG-5 what failed is still known to fail', () => {
    const first = heard(stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1')))), ['a'])
    const edited = stored(first, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '2')), first))
    expect(saidOf(edited).get('a')).toMatchObject({ state: 'failed', current: true })
  })

  it('AGG-5 after an edit by others each is heard of anew', () => {
    const first = heard(stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1')))))
    const ours = stored(first, wrap(bundleOf(itemOf('a', '2'), itemOf('b', '1')), first))
    const theirs = stored(ours, withMember(ours, 'spec', { executor: {} }) as KubeObject)
    expect(currentIn(theirs)).toEqual([])
  })

  it('AGG-5 the word of a generation that a backup has undone counts for nothing', () => {
    const first = stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1'))))
    const later = heard({ ...first, metadata: { ...first.metadata, generation: 9 } })
    let work: KubeObject = { ...later, metadata: first.metadata }
    for (const value of ['2', '3']) {
      expect(currentIn(work)).toEqual([])
      work = stored(work, wrap(bundleOf(itemOf('a', '1'), itemOf('b', value)), work))
    }
    expect(currentIn(work)).toEqual([])
  })

  it('WRP-4 a note is no reason to write, and none is made where all is new', () => {
    const first = stored(undefined, wrap(bundleOf(itemOf('a', '1'))))
    expect(noteOf(first)).toBeUndefined()
    const edited = stored(first, wrap(bundleOf(itemOf('a', '2')), first))
    expect(noteOf(edited)).toBeUndefined()
    const known = heard(stored(edited, wrap(bundleOf(itemOf('a', '2'), itemOf('b', '1')), heard(edited))))
    expect(noteOf(known)).toBeDefined()
    expect(wrap(bundleOf(itemOf('a', '2'), itemOf('b', '1')), known)).toEqual(known)
  })

  it.each([
    '{"generation":2,"manifests":{"x":[0]}}',
    '{"generation":2,"manifests":{"1":["zero"]}}',
    '{"generation":2,"manifests":[]}',
    '{"generation":3,"manifests":{}}',
    '{',
  ])('AGG-5 a note that nobody of us made says nothing: %s', (text) => {
    const first = heard(stored(undefined, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '1')))))
    const annotations = { [names.annotations.changedManifests]: text }
    const edited = stored(first, wrap(bundleOf(itemOf('a', '1'), itemOf('b', '2')), first))
    expect(currentIn({ ...edited, metadata: { ...edited.metadata, annotations } })).toEqual([])
  })
})
