import {
  annotationsOf,
  type Bundle,
  type Item,
  type KubeObject,
  labelsOf,
  listAt,
  names,
  objectOf,
  type Transport,
  withMember,
} from '@downsync/core'
import { type TransportFacts, transportLaws } from '@downsync/core/testing'
import { describe, expect, it } from 'vitest'
import { foreignOptions } from './testing/bundles.ts'
import { ocmReceiver } from './testing/receiver.ts'
import { works } from './testing/works.ts'
import { ocmTransport } from './transport.ts'

const facts: TransportFacts = {
  receiver: ocmReceiver,
  causes: ['unknownKind', 'forbidden'],
  kept: foreignOptions,
  wrapped: works,
}

type Broken = Readonly<{ transport?: Partial<Transport>; facts?: Partial<TransportFacts> }>

const wrap: Transport['wrap'] = (bundle, there) => ocmTransport.wrap(bundle, there)
const unwrap: Transport['unwrap'] = (wrapped) => ocmTransport.unwrap(wrapped)
const deliveryOf: Transport['deliveryOf'] = (wrapped) => ocmTransport.deliveryOf(wrapped)
const isSettled: Transport['isSettled'] = (wrapped) => ocmTransport.isSettled(wrapped)
const reportOf: Transport['reportOf'] = (object) => ocmTransport.reportOf(object)
const sizeOf: Transport['sizeOf'] = (content) => ocmTransport.sizeOf(content)

/** `wrap` of what a bundle is mistaken for. */
const wrapping = (mistake: (bundle: Bundle, there?: KubeObject) => Bundle): Broken => ({
  transport: { wrap: (bundle, there) => wrap(mistake(bundle, there), there) },
})
/** `unwrap` that misreads each item. */
const reading = (mistake: (item: Item) => Item): Broken => ({
  transport: {
    unwrap(wrapped) {
      const result = unwrap(wrapped)
      return result.ok
        ? { ok: true, value: { ...result.value, items: result.value.items.map(mistake) } }
        : result
    },
  },
})
const withMetadata = (
  object: KubeObject,
  key: string,
  value: Parameters<typeof withMember>[2],
): KubeObject => ({
  ...object,
  metadata: withMember(object.metadata, key, value),
})

/** The law that a mistake breaks, by what it says, and mistakes that somebody may make. */
const mistakes: readonly (readonly [law: string, mistake: string, broken: Broken])[] = [
  ['FRZ-1 unwrap(wrap(bundle))', 'forgets strategies', reading((item) => ({ ...item, strategy: 'update' }))],
  ['FRZ-1 unwrap(wrap(bundle))', 'forgets orphans', reading((item) => ({ ...item, orphan: false }))],
  ['FRZ-1 unwrap(wrap(bundle))', 'forgets what is kept', reading(({ kept: _, ...item }) => item)],
  ['FRZ-1 unwrap(wrap(bundle))', 'forgets labels', wrapping((bundle) => ({ ...bundle, labels: {} }))],
  [
    'FRZ-1 unwrap(wrap(bundle))',
    'loses keys that JavaScript inherits',
    wrapping((bundle) => ({
      ...bundle,
      items: bundle.items.map((item) => {
        const content: Record<string, unknown> = {}
        // The very mistake.
        for (const [key, value] of Object.entries(item.content)) content[key] = value
        return { ...item, content: JSON.parse(textWithRoundNumbers(content)) as KubeObject }
      }),
    })),
  ],
  [
    'wrap(bundle) makes an object of its resource',
    'adds a label of its own',
    wrapping((bundle) => ({
      ...bundle,
      labels: objectOf([...Object.entries(bundle.labels), ['made-by', 'x']]),
    })),
  ],
  [
    'wrap(bundle) makes an object of its resource',
    'makes another kind',
    { transport: { wrap: (bundle, there) => ({ ...wrap(bundle, there), kind: 'Work' }) } },
  ],
  [
    'WRP-4 wrap(bundle, there) says the bundle',
    'adds to what is there',
    {
      transport: {
        wrap(bundle, there) {
          const before = there === undefined ? undefined : unwrap(there)
          const items = before?.ok === true ? [...bundle.items, ...before.value.items] : bundle.items
          return wrap({ ...bundle, items }, there)
        },
      },
    },
  ],
  [
    'WRP-4 wrap(bundle, there) keeps what others put there',
    'begins anew each time',
    { transport: { wrap: (bundle) => wrap(bundle) } },
  ],
  [
    'WRP-4 wrap(bundle, there) keeps what others put there',
    'takes other labels away',
    {
      transport: {
        wrap: (bundle, there) => withMetadata(wrap(bundle, there), 'labels', bundle.labels),
      },
    },
  ],
  [
    'P-6 wrap is idempotent',
    'counts its writes',
    {
      transport: {
        wrap(bundle, there) {
          const writes = Number(there?.metadata['writes'] ?? 0) + 1
          return withMetadata(wrap(bundle, there), 'writes', writes)
        },
      },
    },
  ],
  [
    'P-6 the order of items is not content',
    'writes items in the order in which they come',
    {
      transport: {
        wrap(bundle, there) {
          const made = wrap(bundle, there)
          const manifests = bundle.items.map(({ content }) => content)
          return { ...made, spec: { ...(made['spec'] as object), workload: { manifests } } }
        },
      },
    },
  ],
  [
    'WRP-4 wrap(unwrap(w), w) = w',
    'writes what others configured in its own way',
    { transport: { wrap: (bundle, there) => wrap(bundle, there && withoutConfiguration(there)) } },
  ],
  [
    'FRZ-1 an item that was read',
    'forgets contents in another wrapped object',
    reading((item) => ({ ...item, content: { ...item.content, metadata: {} } })),
  ],
  [
    'NAM-1 a name of as many characters',
    'cuts names',
    wrapping((bundle) => ({ ...bundle, name: bundle.name.slice(0, 63) })),
  ],
  [
    'NAM-1 a name of as many characters',
    'allows longer ones than servers do',
    { transport: { limits: { bytes: 1, nameLength: 254 } } },
  ],
  [
    'P-3 unwrap answers to any JSON',
    'throws at what it does not expect',
    {
      transport: {
        unwrap(wrapped) {
          for (const manifest of listAt(wrapped, 'spec', 'workload', 'manifests'))
            if ((manifest as KubeObject).metadata['name'] === '') return { ok: false, problems: [] }
          return unwrap(wrapped)
        },
      },
    },
  ],
  [
    'P-3 unwrap answers to any JSON',
    'gives no reason',
    {
      transport: {
        unwrap(wrapped) {
          const result = unwrap(wrapped)
          return result.ok ? result : { ok: false, problems: [] }
        },
      },
    },
  ],
  [
    'P-4 what can be read is read whole',
    'drops what it cannot read',
    {
      transport: {
        wrap(bundle, there) {
          const made = wrap(bundle, there)
          const spec = made['spec'] as KubeObject
          const known = ['workload', 'manifestConfigs', 'deleteOption']
          return {
            ...made,
            spec: Object.fromEntries(Object.entries(spec).filter(([key]) => known.includes(key))),
          }
        },
      },
    },
  ],
  [
    'P-3 everything else answers',
    'throws without a status',
    {
      transport: {
        isSettled: (wrapped) => (wrapped['status'] as KubeObject).kind === '' || isSettled(wrapped),
      },
    },
  ],
  ['P-3 everything else answers', 'has free objects', { transport: { sizeOf: () => 0 } }],
  ['P-3 answers to an object nested', 'recurs', { transport: { sizeOf: (content) => depthOf(content) } }],
  [
    'P-1 changes nothing',
    'turns a list in place',
    {
      transport: {
        wrap(bundle, there) {
          ;(bundle.items as Item[]).reverse()
          return wrap(bundle, there)
        },
      },
    },
  ],
  ['P-2 says the same again', 'counts its calls', { transport: { sizeOf: () => ++calls } }],
  [
    'deliveryOf speaks of every item',
    'speaks of the first',
    { transport: { deliveryOf: (wrapped) => deliveryOf(wrapped).slice(0, 1) } },
  ],
  [
    'WRP-1 sizeOf is at least',
    'counts characters',
    { transport: { sizeOf: (content) => textWithRoundNumbers(content).length } },
  ],
  [
    'WRP-1 sizeOf is a count of bytes',
    'says anything is too large',
    { transport: { sizeOf: () => Number.POSITIVE_INFINITY } },
  ],
  ['WRP-1 sizeOf grows', 'takes all objects for equal', { transport: { sizeOf: () => 5000 } }],
  [
    'RPT-9 of what nobody has spoken of',
    'is confident',
    {
      transport: {
        deliveryOf: (wrapped) => deliveryOf(wrapped).map((said) => ({ ...said, state: 'applied' })),
      },
    },
  ],
  [
    'RPT-9 of what nobody has spoken of',
    'takes silence for success',
    { transport: { isSettled: (wrapped) => deliveryOf(wrapped).every(({ state }) => state !== 'failed') } },
  ],
  [
    'AGT-2 deliveryOf says what the receiver said',
    'goes by place, not by identity',
    {
      transport: {
        deliveryOf: (wrapped) =>
          deliveryOf(wrapped).map((said, at) => {
            const entry = listAt(wrapped, 'status', 'resourceStatus', 'manifests')[at]
            const [condition] = listAt(entry, 'conditions')
            const isGood = condition === undefined || (condition as KubeObject)['status'] === 'True'
            return { ...said, state: isGood ? 'applied' : 'failed' }
          }),
      },
    },
  ],
  [
    'AGT-2 deliveryOf says what the receiver said',
    'knows no causes',
    { transport: { deliveryOf: (wrapped) => deliveryOf(wrapped).map(({ cause: _, ...said }) => said) } },
  ],
  [
    'AGT-2 the word of the receiver is no content',
    'takes its word away',
    { transport: { wrap: (bundle, there) => without(wrap(bundle, there), 'status') } },
  ],
  [
    'WRP-10 what has changed since',
    'takes an old word for a new one',
    {
      transport: { deliveryOf: (wrapped) => deliveryOf(wrapped).map((said) => ({ ...said, current: true })) },
    },
  ],
  ['WRP-11 is settled', 'never is', { transport: { isSettled: () => false } }],
  [
    'WRP-11 is settled',
    'goes by contents alone',
    {
      transport: {
        isSettled: (wrapped) =>
          isSettled(wrapped) || deliveryOf(wrapped).every(({ state }) => state === 'applied'),
      },
    },
  ],
  [
    'WRP-4 an edit by others',
    'settles for what is left',
    {
      transport: {
        isSettled: (wrapped) =>
          isSettled(wrapped) || deliveryOf(wrapped).every(({ state }) => state === 'applied'),
      },
    },
  ],
  [
    'RPT-7 a wrapped object is no report',
    'takes everything for a report',
    { transport: { reportOf: (object) => reportOf(object) ?? { ok: false, problems: [] } } },
  ],
  [
    'RPT-7, AGT-3 reportOf(record)',
    'forgets whose it is',
    {
      transport: {
        reportOf(object) {
          const result = reportOf(object)
          if (result?.ok !== true) return result
          const { wrapped: _, ...report } = result.value
          return { ok: true, value: report }
        },
      },
    },
  ],
  [
    'RPT-7, AGT-3 reportOf(record)',
    'dates a status by another generation',
    {
      transport: {
        reportOf(object) {
          const result = reportOf(object)
          return result?.ok === true ? { ok: true, value: { ...result.value, generation: 1 } } : result
        },
      },
    },
  ],
  [
    'WRP-2 a record is no wrapped object',
    'copies the labels of wrapped objects',
    {
      transport: { reports: [ocmTransport.resource] },
      facts: {
        receiver: {
          ...ocmReceiver,
          record: (report) =>
            withMetadata(ocmReceiver.record(report), 'labels', { [names.labels.originWds]: 'wds1' }),
        },
      },
    },
  ],
]

let calls = 0

/** What a careless program makes of JSON. */
function textWithRoundNumbers(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? Number(member) : member,
  )
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  // On a stack that a deep object exhausts.
  const [first] = Object.values(value).map(
    (member: unknown) => [depthOf(member), labelsOf({} as KubeObject)] as const,
  )
  return sizeOf({ apiVersion: 'v1', kind: 'X', metadata: {} }) + (first?.[0] ?? 0)
}

function without(object: KubeObject, key: string): KubeObject {
  return { ...object, ...withMember(object, key, undefined), [key]: null }
}

function withoutConfiguration(work: KubeObject): KubeObject {
  const spec = work['spec'] as KubeObject
  return {
    ...work,
    metadata: { ...work.metadata, annotations: annotationsOf(work) },
    spec: { ...spec, manifestConfigs: [] },
  }
}

const lawsOf = ({ transport, facts: other }: Broken) =>
  transportLaws({ ...ocmTransport, ...transport }, { ...facts, ...other })

describe('the laws of transports', () => {
  it.each(mistakes)('%s: finds a transport that %s', (name, _mistake, broken) => {
    const law = lawsOf(broken).find((one) => one.name.startsWith(name))
    expect(law).toBeDefined()
    expect(() => law?.check({ numRuns: 2000 })).toThrow('Property failed')
  })

  it('each find some mistake', () => {
    const idle = lawsOf({}).filter(({ name }) => !mistakes.some(([law]) => name.startsWith(law)))
    expect(idle.map(({ name }) => name)).toEqual([])
  })

  it('without the facts of a receiver are those that need none, and they hold', () => {
    const laws = transportLaws(ocmTransport)
    expect(laws.length).toBeGreaterThan(15)
    for (const law of laws) law.check({ numRuns: 20 })
  })
})
