import { type Action, type Ref, refOf } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { controllerOf } from './controller-of.ts'

const CONTROL = 'control.kubestellar.io'

function inWds(group: string, resource: string): Ref {
  return refOf('wds', { group, resource, namespace: '', name: 'p' })
}
const wrapped = refOf('its', {
  group: 'work.open-cluster-management.io',
  resource: 'manifestworks',
  namespace: 'east',
  name: 'w',
})

function patch(ref: Ref, rule = 'BND-7', subresource: '' | 'status' = ''): Action {
  const target = { uid: 'u', resourceVersion: '1', why: { rule, from: ref }, after: [], intent: 'x' }
  return { kind: 'patch', ref, subresource, format: 'merge', patch: {}, ...target }
}

function deletion(ref: Ref): Action {
  const why = { rule: 'BND-4', from: ref }
  return { kind: 'delete', ref, uid: 'u', resourceVersion: '1', why, after: [], intent: 'x' }
}

describe('whose write it is', () => {
  it('is the binding controller for policies, Bindings, CustomTransforms, and what they say of themselves', () => {
    const ours = [
      patch(inWds(CONTROL, 'bindingpolicies'), 'BND-4'),
      patch(inWds(CONTROL, 'bindingpolicies'), 'BND-7', 'status'),
      patch(inWds(CONTROL, 'bindings'), 'BND-1'),
      patch(inWds(CONTROL, 'bindings'), 'BND-7', 'status'),
      patch(inWds(CONTROL, 'customtransforms'), 'TRF-4', 'status'),
      deletion(inWds(CONTROL, 'bindings')),
    ]
    expect(new Set(ours.map(controllerOf))).toEqual(new Set(['binding']))
  })

  it('BND-4 is the transport controller for wrapped objects, and for the finalizer that stands for them', () => {
    const ours = [patch(wrapped, 'WRP-4'), deletion(wrapped), patch(inWds(CONTROL, 'bindings'), 'BND-4')]
    expect(new Set(ours.map(controllerOf))).toEqual(new Set(['transport']))
  })

  it('is the status controller for reported state, wherever it is written', () => {
    const ours = [
      patch(inWds('apps', 'deployments'), 'RPT-1', 'status'),
      patch(inWds('apps', 'deployments'), 'RPT-3'),
      patch(inWds(CONTROL, 'statuscollectors'), 'COL-9', 'status'),
      deletion(inWds(CONTROL, 'combinedstatuses')),
      patch(inWds('', 'namespaces'), 'COL-10'),
    ]
    expect(new Set(ours.map(controllerOf))).toEqual(new Set(['status']))
  })
})
