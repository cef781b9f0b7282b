import {
  equalJson,
  isDeleting,
  type JsonObject,
  type KubeObject,
  memberOf,
  type ObjectId,
} from '@downsync/core'
import { NAMESPACES } from '../resources/index.ts'
import { createObject, decodeObject, type Site } from '../write/index.ts'
import { change, targetOf } from './change.ts'

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.'

const OPTIONS = { manager: 'kube-controller-manager', fieldValidation: 'Ignore', isDryRun: false } as const

/** The identities of what every namespace has, so that who takes one away gets it back. */
export function isNamespaceContent({ group, resource, name }: ObjectId): boolean {
  if (group !== '') return false
  return (
    (resource === 'serviceaccounts' && name === 'default') ||
    (resource === 'configmaps' && name === 'kube-root-ca.crt')
  )
}

/**
 * Gives a namespace the ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`, as every cluster has them.
 * @param authority PEM text of the certificate authority of the server; `''` where it has none
 */
export function fillNamespace(site: Site, namespace: string, authority: string): void {
  const home = site.store.get({ ...NAMESPACES, namespace: '', name: namespace })
  if (home === undefined || isDeleting(home)) return
  ensure(site, { group: '', resource: 'serviceaccounts', namespace, name: 'default' }, {}, {})
  const data = { 'ca.crt': authority }
  const id = { group: '', resource: 'configmaps', namespace, name: 'kube-root-ca.crt' }
  ensure(site, id, { 'kubernetes.io/description': DESCRIPTION }, { data })
  const there = site.store.get(id)
  if (there !== undefined && !isDeleting(there) && !equalJson(memberOf(there, 'data'), data))
    change(site, id, (object): KubeObject => ({ ...object, data }))
}

function ensure(site: Site, id: ObjectId, annotations: JsonObject, content: JsonObject): void {
  const target = targetOf(site, id)
  if (target === undefined || site.store.get(id) !== undefined) return
  const unnamed = { ...target, name: '' }
  const object = { metadata: { name: id.name, annotations }, ...content }
  const decoded = decodeObject(unnamed, object, OPTIONS)
  if (decoded.ok) createObject(site, unnamed, decoded.value, OPTIONS)
}
