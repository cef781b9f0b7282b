import {
  groupOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  objectOf,
  stringAt,
  withMember,
} from '@downsync/core'

/** What an update puts in the place of an object. */
export type UpdatedContent = Readonly<{
  /** The whole object but its metadata. */
  content: JsonObject
  /** Nothing may be there besides what is wanted: such kinds have no defaults. Otherwise the rest may be defaults. */
  isWhole: boolean
}>

/**
 * The content of an object after an update by OCM's rules, which go by kind (`apply` of library-go): of some kinds only metadata
 * is ever updated, of some certain fields, all others are replaced as a whole.
 *
 * A `status` that stands there stays, also where it is no resource of its own and so would be wiped.
 */
export function updatedContent(wanted: KubeObject, existing: KubeObject): UpdatedContent {
  const kind = `${groupOf(wanted.apiVersion)}/${wanted.kind}`
  const fields = partsOfKind.get(kind)
  if (fields !== undefined) return { content: withParts(wanted, existing, fields), isWhole: true }
  switch (kind) {
    case '/ConfigMap':
      return { content: configMapContent(wanted, existing), isWhole: true }
    case '/Secret':
      return { content: secretContent(wanted, existing), isWhole: true }
    case 'admissionregistration.k8s.io/MutatingWebhookConfiguration':
    case 'admissionregistration.k8s.io/ValidatingWebhookConfiguration':
      return { content: webhooksContent(wanted, existing), isWhole: false }
    default:
      return { content: replacedContent(wanted, existing), isWhole: false }
  }
}

const RBAC = 'rbac.authorization.k8s.io'

// An empty list: nothing but metadata is ever updated.
const partsOfKind: ReadonlyMap<string, readonly string[]> = new Map([
  ['/Namespace', []],
  ['/ServiceAccount', []],
  ['/Pod', []],
  [`${RBAC}/Role`, ['rules']],
  [`${RBAC}/ClusterRole`, ['rules', 'aggregationRule']],
])

function withParts(wanted: KubeObject, existing: KubeObject, fields: readonly string[]): JsonObject {
  // The rules of an aggregated role are its server's.
  const isAggregated = isObject(memberOf(wanted, 'aggregationRule'))
  return fields
    .filter((field) => !(isAggregated && field === 'rules'))
    .reduce<JsonObject>(
      (content, field) => withMember(content, field, memberOf(wanted, field)),
      withoutMetadata(existing),
    )
}

const INJECTED_CA = { label: 'config.openshift.io/inject-trusted-cabundle', key: 'ca-bundle.crt' }

function configMapContent(wanted: KubeObject, existing: KubeObject): JsonObject {
  const data = objectAt(wanted, 'data')
  const injected = memberOf(memberOf(existing, 'data'), INJECTED_CA.key)
  const isInjected = memberOf(labelsOf(wanted), INJECTED_CA.label) === 'true' && injected !== undefined
  const all = isInjected ? withMember(data, INJECTED_CA.key, injected) : data
  return withData(
    withData(withoutMetadata(existing), 'data', all),
    'binaryData',
    objectAt(wanted, 'binaryData'),
  )
}

const TOKEN = 'kubernetes.io/service-account-token'

function secretContent(wanted: KubeObject, existing: KubeObject): JsonObject {
  const texts = Object.entries(objectAt(wanted, 'stringData')).map(([key, text]): [string, Json] => [
    key,
    Buffer.from(typeof text === 'string' ? text : '').toString('base64'),
  ])
  const own = [...Object.entries(objectAt(wanted, 'data')), ...texts]
  const type = stringAt(wanted, 'type') ?? 'Opaque'
  const kept = type === TOKEN ? Object.entries(objectAt(existing, 'data')) : []
  // WRP-13: another type is refused by the WEC, and its text reported; OCM would delete the Secret and make it again.
  const content = withMember(withoutMetadata(existing), 'type', type)
  return withData(content, 'data', objectOf([...kept, ...own]))
}

/** A certificate that somebody else put in stays, where the manifest has none. */
function webhooksContent(wanted: KubeObject, existing: KubeObject): JsonObject {
  const there = new Map(listAt(existing, 'webhooks').map((webhook) => [memberOf(webhook, 'name'), webhook]))
  const webhooks = listAt(wanted, 'webhooks').map((webhook): Json => {
    const config = memberOf(webhook, 'clientConfig')
    const bundle = memberOf(memberOf(there.get(memberOf(webhook, 'name')), 'clientConfig'), 'caBundle')
    if (!isObject(webhook) || !isObject(config) || memberOf(config, 'caBundle') || bundle === undefined)
      return webhook
    return withMember(webhook, 'clientConfig', withMember(config, 'caBundle', bundle))
  })
  return withMember(replacedContent(wanted, existing), 'webhooks', webhooks)
}

function replacedContent(wanted: KubeObject, existing: KubeObject): JsonObject {
  return withMember(withoutMetadata(wanted), 'status', memberOf(existing, 'status'))
}

function withoutMetadata(object: KubeObject): JsonObject {
  return withMember(object, 'metadata', undefined)
}

/** No data and an empty object are the same. */
function withData(content: JsonObject, key: string, data: JsonObject): JsonObject {
  const isEmpty = (one: JsonObject) => Object.keys(one).length === 0
  if (isEmpty(data) && isEmpty(objectAt(content, key))) return content
  return withMember(content, key, isEmpty(data) ? undefined : data)
}

function objectAt(value: Json, key: string): JsonObject {
  const found = memberOf(value, key)
  return isObject(found) ? found : {}
}
