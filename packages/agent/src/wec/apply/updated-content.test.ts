import type { JsonObject, KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { updatedContent } from './updated-content.ts'

function object(apiVersion: string, kind: string, content: JsonObject, labels: JsonObject = {}): KubeObject {
  return { apiVersion, kind, metadata: { name: 'x', labels }, ...content }
}

/** What an update makes of the content, apart from what it is. */
function updated(wanted: KubeObject, there: JsonObject): JsonObject {
  const existing = { ...object(wanted.apiVersion, wanted.kind, there), metadata: { name: 'x', uid: 'u' } }
  const { apiVersion: _version, kind: _kind, ...content } = updatedContent(wanted, existing).content
  return content
}

const RBAC = 'rbac.authorization.k8s.io/v1'
const ADMISSION = 'admissionregistration.k8s.io/v1'

describe('AGT-2 what an update replaces, by kind', () => {
  it.each(['Namespace', 'ServiceAccount', 'Pod'])('AGT-2 of a %s nothing but metadata', (kind) => {
    const wanted = object('v1', kind, { spec: { a: 1 }, secrets: [] })
    expect(updated(wanted, { spec: { b: 2 }, status: { c: 3 } })).toEqual({
      spec: { b: 2 },
      status: { c: 3 },
    })
  })

  it('AGT-2 a ConfigMap: data and binaryData, wholly; immutable stays as it is', () => {
    const wanted = object('v1', 'ConfigMap', { data: { a: '1' }, immutable: true })
    expect(updated(wanted, { data: { b: '2' }, binaryData: { c: 'eA==' } })).toEqual({ data: { a: '1' } })
  })

  it('AGT-2 a ConfigMap into which a CA bundle is injected keeps that', () => {
    const label = { 'config.openshift.io/inject-trusted-cabundle': 'true' }
    const there = { data: { 'ca-bundle.crt': 'PEM', other: 'x' } }
    expect(updated(object('v1', 'ConfigMap', { data: {} }, label), there)).toEqual({
      data: { 'ca-bundle.crt': 'PEM' },
    })
    expect(updated(object('v1', 'ConfigMap', { data: {} }), there)).toEqual({})
  })

  it('AGT-2 a Secret: data, with stringData in it; the token of a ServiceAccount stays', () => {
    const wanted = object('v1', 'Secret', { data: { a: 'MQ==' }, stringData: { b: '2' } })
    expect(updated(wanted, { data: { c: 'Mw==' }, type: 'Opaque' })).toEqual({
      type: 'Opaque',
      data: { a: 'MQ==', b: 'Mg==' },
    })
    const type = 'kubernetes.io/service-account-token'
    expect(updated(object('v1', 'Secret', { type }), { type, data: { token: 'dA==' } })).toEqual({
      type,
      data: { token: 'dA==' },
    })
  })

  it('WRP-13 a Secret of another type is not made again: the WEC refuses it', () => {
    const wanted = object('v1', 'Secret', { type: 'example.com/other' })
    expect(updated(wanted, { type: 'Opaque' })).toEqual({ type: 'example.com/other' })
  })

  it('AGT-2 roles: their rules, unless they are aggregated', () => {
    const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }
    expect(updated(object(RBAC, 'Role', { rules: [rule] }), { rules: [] })).toEqual({ rules: [rule] })
    const aggregationRule = { clusterRoleSelectors: [] }
    expect(updated(object(RBAC, 'ClusterRole', { aggregationRule, rules: [] }), { rules: [rule] })).toEqual({
      rules: [rule],
      aggregationRule,
    })
  })

  it('AGT-2 webhooks keep a certificate that somebody else put in', () => {
    const there = { webhooks: [{ name: 'a', clientConfig: { url: 'u', caBundle: 'PEM' } }] }
    const wanted = object(ADMISSION, 'MutatingWebhookConfiguration', {
      webhooks: [
        { name: 'b', clientConfig: { url: 'w' } },
        { name: 'a', clientConfig: { url: 'v' } },
      ],
    })
    expect(updated(wanted, there)).toEqual({
      webhooks: [
        { name: 'b', clientConfig: { url: 'w' } },
        { name: 'a', clientConfig: { url: 'v', caBundle: 'PEM' } },
      ],
    })
    const own = object(ADMISSION, 'ValidatingWebhookConfiguration', {
      webhooks: [{ name: 'a', clientConfig: { url: 'u', caBundle: 'OWN' } }],
    })
    expect(updated(own, there)).toEqual({
      webhooks: [{ name: 'a', clientConfig: { url: 'u', caBundle: 'OWN' } }],
    })
  })

  it('AGT-2 everything else wholly, but for a status that stands there', () => {
    const wanted = object('example.com/v1', 'Widget', { spec: { a: 1 } })
    expect(updated(wanted, { spec: { b: 2 }, extra: 1, status: { done: true } })).toEqual({
      spec: { a: 1 },
      status: { done: true },
    })
  })
})
