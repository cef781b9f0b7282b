import { describe, expect, it } from 'vitest'
import { policy, usersBinding } from '../../../../test/worlds/world.ts'
import type { Json, KubeObject } from '../kube/index.ts'
import { bindingFor } from './binding-object.ts'
import { ownerOfBinding, ownerReferencesFor } from './ownership.ts'

const p: KubeObject = { ...policy('p'), metadata: { ...policy('p').metadata, uid: 'uid-p' } }
const toPolicy = {
  apiVersion: 'control.kubestellar.io/v1alpha1',
  kind: 'BindingPolicy',
  name: 'p',
  uid: 'uid-p',
  controller: true,
}
const bindingWith = (...ownerReferences: Json[]): KubeObject => {
  const base = usersBinding('p', ['shop/a'], ['east'])
  return { ...base, metadata: { ...base.metadata, ownerReferences } }
}

describe('the owner of a Binding (BND-6)', () => {
  it.each<[string, Json, object]>([
    ['the policy of its name', toPolicy, { kind: 'policy', uid: 'uid-p' }],
    ['a former policy of its name', { ...toPolicy, uid: 'former' }, { kind: 'policy', uid: 'former' }],
    [
      'a policy in another version of the API',
      { ...toPolicy, apiVersion: 'control.kubestellar.io/v9' },
      { kind: 'policy', uid: 'uid-p' },
    ],
    ['nobody, by a policy of another name', { ...toPolicy, name: 'q' }, { kind: 'user' }],
    ['nobody, by something else of that group', { ...toPolicy, kind: 'StatusCollector' }, { kind: 'user' }],
    [
      "nobody, by somebody's own kind of that name",
      { ...toPolicy, apiVersion: 'example.org/v1alpha1' },
      { kind: 'user' },
    ],
    ['nobody, by what does not control it', { ...toPolicy, controller: false }, { kind: 'user' }],
  ])('BND-6 is %s', (_, reference, owner) => {
    expect(ownerOfBinding(bindingWith(reference))).toEqual(owner)
  })
})

describe('the owner references of a generated Binding', () => {
  const ours = { ...toPolicy, blockOwnerDeletion: false }
  const plain = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }

  it.each<[string, Json, boolean]>([
    ['of others that do not control it', plain, true],
    ['of others that are no object', 'odd', true],
    ['without an API version', { kind: 'BindingPolicy', name: 'p', uid: 'u' }, true],
    [
      'of what is called as a policy in another group',
      { ...toPolicy, apiVersion: 'example.org/v1', controller: false },
      true,
    ],
    ['of something else in our group', { ...toPolicy, kind: 'StatusCollector', controller: false }, true],
    ['of another controller', { ...plain, controller: true }, false],
    ['of a policy, a former one', { ...toPolicy, uid: 'former', controller: false }, false],
    [
      'of a policy in another version',
      { ...toPolicy, apiVersion: 'control.kubestellar.io/v9', controller: false },
      false,
    ],
  ])('BND-3, BND-6 are ours, and those %s: kept or not', (_, reference, isKept) => {
    expect(ownerReferencesFor(p, bindingWith(reference))).toEqual(isKept ? [ours, reference] : [ours])
  })

  it('BND-3 are ours alone where there is no Binding; what it has of a status stays', () => {
    expect(ownerReferencesFor(p, undefined)).toEqual([ours])
    const there = { ...bindingWith(plain), status: { errors: ['x'] } }
    expect(bindingFor(p, [], [], there)['status']).toEqual({ errors: ['x'] })
    expect(Object.keys(bindingFor(p, [], [], bindingWith()))).not.toContain('status')
  })
})
