import type { JsonObject, KubeObject } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { objectOfKind, pick, present, rarely, resourceInfo, wecNames } from './vocabulary.ts'

// Some that labels have too, one that every JavaScript object has, a keyword of Go, and one that is no identifier.
const keys = pick('app', 'tier', 'zone', 'zone', 'constructor', 'clusterName', 'type', 'not-id')
const values = pick('', 'web', '<&>', 'no label', '😀', 'x'.repeat(1_900))
const binaryValues = pick('', 'd2Vi', '8J+YgA==', '/0HD')

/** Annotations of a ManagedCluster, some of which are properties (CUS-2). */
export const clusterAnnotations: Arbitrary<JsonObject | undefined> = rarely(
  3,
  fc.dictionary(keys, values, { maxKeys: 3 }),
)

/** The ConfigMap with the properties of a WEC (CUS-2). */
export const propertyMap: Arbitrary<KubeObject> = fc
  .record({
    name: pick(...wecNames, 'gone'),
    data: rarely(2, fc.dictionary(keys, values, { maxKeys: 4 })),
    binaryData: rarely(2, fc.dictionary(keys, binaryValues, { maxKeys: 2 })),
  })
  .map(({ name, ...data }) =>
    objectOfKind(
      resourceInfo('', 'configmaps', 'ConfigMap', true),
      { namespace: 'customization-properties', name },
      present(data),
    ),
  )

// They only name properties: what the language can do besides has vectors of its own. Some WECs lack some of these; the last is no template.
const templates = pick(
  '{{.app}}',
  '{{.zone}}',
  'in {{ .zone }} as {{.clusterName}}',
  'as {{.clusterName}}',
  '{{.tier}}',
  '{{.constructor}}{{.app}}',
  '{{.type}}',
  '{{',
  '}} {',
)

/** What templates are put into an object, with the annotation that asks for their expansion, or without (CUS-1). */
export const templating: Arbitrary<(object: KubeObject) => KubeObject> = fc
  .record({
    isAsked: pick(true, true, true, false),
    at: pick('label', 'annotation', 'body'),
    template: templates,
  })
  .map(({ isAsked, at, template }) => (object: KubeObject): KubeObject => {
    const { metadata } = object
    const asks = isAsked ? { 'control.kubestellar.io/expand-templates': 'true' } : {}
    const note = at === 'annotation' ? { note: template } : {}
    const annotations = { ...(metadata['annotations'] as JsonObject | undefined), ...asks, ...note }
    const labels = {
      ...(metadata['labels'] as JsonObject | undefined),
      ...(at === 'label' && { zone: template }),
    }
    const body = at === 'body' ? { templated: ['text', 1, { deep: [template], [template]: 1 }] } : {}
    return { ...object, ...body, metadata: { ...metadata, annotations, labels } }
  })
