import {
  type Item,
  type Json,
  type JsonObject,
  type KubeObject,
  labelValueFor,
  listAt,
  nameOf,
  namespaceOf,
  type Strategy,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc, { type Arbitrary } from 'fast-check'
import { cleaned } from '../reference/content.ts'
import { AGENT_FINALIZER, type Said, statusOf } from './agent.ts'
import {
  bindingNames,
  namespaces,
  objectKinds,
  oneIn,
  pick,
  present,
  rarely,
  WDS_ID,
  WDS_NAME,
  wecNames,
} from './vocabulary.ts'

/** A wrapped object, before it is known which workload there is: items name workload by index. */
export type MailSketch = Readonly<{
  wec: string
  name: string
  binding: string
  wds: string | undefined
  wdsId: string | undefined
  items: readonly Readonly<{
    object: number
    content: 'wanted' | 'stale' | 'raw'
    strategy: Strategy
    orphan: boolean
    kept: JsonObject | undefined
  }>[]
  report: 'none' | 'applied' | 'old' | 'failed' | 'partly' | 'legacy'
  generation: number
  deletion: 'none' | 'agent' | 'stranger'
  stranger: 'none' | 'metadata' | 'spec' | 'wildcard' | 'orphan' | 'unreadable' | 'duplicate'
}>

const sketch: Arbitrary<MailSketch> = fc.record({
  wec: pick(...wecNames, 'gone'),
  name: pick('p-wds1-0', 'p-wds1-1', 'p-1-wds1-0', 'users-wds1-0', 'uid-p-wds1-uid-web', 'stranger'),
  binding: pick(...bindingNames, 'nobody'),
  wds: fc.oneof({ weight: 8, arbitrary: fc.constant(WDS_NAME) }, pick(undefined, 'wds2')),
  wdsId: fc.oneof({ weight: 6, arbitrary: fc.constant(WDS_ID) }, pick(undefined, 'uid-of-another')),
  items: fc.array(
    fc.record({
      object: fc.nat(30),
      content: pick('wanted', 'wanted', 'stale', 'raw'),
      strategy: pick<Strategy>('update', 'update', 'update', 'createOnly', 'serverSideApply'),
      orphan: oneIn(10),
      kept: rarely(10, pick<JsonObject>({ feedbackRules: [{ type: 'WellKnownStatus' }] })),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  report: pick('none', 'applied', 'applied', 'old', 'failed', 'partly', 'legacy'),
  generation: fc.integer({ min: 1, max: 3 }),
  deletion: fc.oneof(
    { weight: 6, arbitrary: fc.constant<MailSketch['deletion']>('none') },
    pick<MailSketch['deletion']>('agent', 'stranger'),
  ),
  stranger: fc.oneof(
    { weight: 8, arbitrary: fc.constant<MailSketch['stranger']>('none') },
    pick<MailSketch['stranger']>('metadata', 'spec', 'wildcard', 'orphan', 'unreadable', 'duplicate'),
  ),
})

/** Wrapped objects of several mailboxes in any state. */
export const mail: Arbitrary<readonly MailSketch[]> = fc.uniqueArray(sketch, {
  selector: ({ wec, name }) => `${wec}/${name}`,
  maxLength: 6,
})

/** The wrapped object of a sketch, around objects of this workload. */
export function wrappedObject(made: MailSketch, workload: readonly KubeObject[], key: string): KubeObject {
  const items = new Map(
    workload.length === 0
      ? []
      : made.items.map((one) => {
          const object = workload[one.object % workload.length] as KubeObject
          return [`${object.kind} ${namespaceOf(object)} ${nameOf(object)}`, itemOf(object, one)]
        }),
  )
  const wrapped = ocmTransport.wrap({
    wec: made.wec,
    name: made.name,
    labels: present({
      'transport.kubestellar.io/originOwnerReferenceBindingKey': labelValueFor(made.binding),
      'transport.kubestellar.io/originWdsName': made.wds,
    }),
    annotations: present({ 'transport.kubestellar.io/originWdsId': made.wdsId }),
    items: [...items.values()],
  })
  const metadata = {
    ...wrapped.metadata,
    uid: `uid-of-work-${key}`,
    generation: made.generation,
    ...present(deletionOf(made)),
  }
  const edited = editedBy(made.stranger, { ...wrapped, metadata })
  const status = reportOf(made, edited)
  return status === undefined ? edited : { ...edited, status }
}

function itemOf(object: KubeObject, one: MailSketch['items'][number]): Item {
  const content = one.content === 'raw' ? object : cleaned(object)
  const [, group = ''] = object.apiVersion.split('/').reverse()
  const info = [namespaces, ...objectKinds].find((kind) => kind.group === group && kind.kind === object.kind)
  return {
    id: { group, kind: object.kind, namespace: namespaceOf(object), name: nameOf(object) },
    ...(info !== undefined && { resource: info.resource }),
    content: one.content === 'stale' ? { ...content, data: { stale: 'yes' } } : content,
    orphan: one.orphan,
    strategy: one.strategy,
    ...(one.kept !== undefined && { kept: one.kept }),
  }
}

function deletionOf({ deletion, report }: MailSketch): Record<string, Json | undefined> {
  if (deletion === 'none') return { finalizers: report === 'none' ? undefined : [AGENT_FINALIZER] }
  const finalizers = [deletion === 'agent' ? AGENT_FINALIZER : 'example.com/hold']
  return { finalizers, deletionTimestamp: '2026-01-01T00:00:00Z' }
}

function editedBy(stranger: MailSketch['stranger'], work: KubeObject): KubeObject {
  const spec = work['spec'] as JsonObject
  switch (stranger) {
    case 'none':
      return work
    case 'metadata': {
      const labels = work.metadata['labels'] as JsonObject
      return { ...work, metadata: { ...work.metadata, labels: { ...labels, theirs: 'x' } } }
    }
    case 'spec':
      return { ...work, spec: { ...spec, executor: { subject: { type: 'ServiceAccount' } } } }
    case 'wildcard': {
      const resourceIdentifier = { group: '', resource: 'configmaps', namespace: '*', name: '*' }
      const theirs = { resourceIdentifier, updateStrategy: { type: 'ReadOnly' } }
      return { ...work, spec: { ...spec, manifestConfigs: [theirs] } }
    }
    case 'orphan':
      return { ...work, spec: { ...spec, deleteOption: { propagationPolicy: 'Orphan' } } }
    case 'unreadable':
      return { ...work, spec: { ...spec, workload: { manifests: [{ kind: 'ConfigMap' }] } } }
    case 'duplicate': {
      const manifests = listAt(spec, 'workload', 'manifests')
      return { ...work, spec: { ...spec, workload: { manifests: [...manifests, ...manifests] } } }
    }
  }
}

function reportOf({ report, generation }: MailSketch, work: KubeObject): JsonObject | undefined {
  const every = (said: Said) => () => said
  switch (report) {
    case 'none':
      return undefined
    case 'applied':
      return statusOf(work, every('applied'))
    case 'old':
      return statusOf(work, every('applied'), generation - 1)
    case 'failed':
      return statusOf(work, ({ kind }) => (kind === 'Widget' ? 'unknownKind' : 'refused'))
    case 'partly':
      return statusOf(work, (manifest) => (nameOf(manifest) === 'web' ? 'silent' : 'applied'))
    case 'legacy':
      return withoutGenerations(statusOf(work, every('applied')))
  }
}

// Agents before v1.2 write no generation into the conditions of manifests.
function withoutGenerations(status: JsonObject): JsonObject {
  const manifests = (status['resourceStatus'] as { manifests: readonly JsonObject[] }).manifests
  const plain = manifests.map((one) => ({
    ...one,
    conditions: [{ type: 'Applied', status: 'True', message: '' }],
  }))
  return { ...status, resourceStatus: { manifests: plain } }
}
