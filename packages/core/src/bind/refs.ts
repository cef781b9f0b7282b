import { names, type Ref } from '../kube/index.ts'

/** The BindingPolicy of a name. */
export function policyRef(name: string): Ref {
  return controlRef('bindingpolicies', name)
}

/** The Binding of a name. */
export function bindingRef(name: string): Ref {
  return controlRef('bindings', name)
}

function controlRef(resource: string, name: string): Ref {
  return { space: 'wds', group: names.CONTROL_GROUP, resource, namespace: '', name }
}
