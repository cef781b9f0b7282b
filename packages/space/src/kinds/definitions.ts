import { isDeleting, type KubeObject, memberOf, nameOf } from '@downsync/core'
import { CRDS, crdErrors, hasRules, withCrdDefaults, withCrdStatus } from '../resources/index.ts'
import { timeText } from '../world.ts'
import type { Kind, KindContext } from './kind.ts'

/** CustomResourceDefinitions. */
export const definitions: Kind = {
  created: withDecisions,
  updated: (object, _before, context) => withDecisions(object, context),
  errors: (object) => crdErrors(object),
  warnings: (object) =>
    hasRules(memberOf(object, 'spec'))
      ? ['x-kubernetes-validations: rules are stored, but this server does not evaluate them']
      : [],
}

// Names are accepted, and versions noted, with the write itself.
function withDecisions(object: KubeObject, { store, world }: KindContext): KubeObject {
  const filled = withCrdDefaults(object)
  if (isDeleting(object)) return filled
  const others = (store.list({ resource: CRDS }) ?? []).filter((crd) => nameOf(crd) !== nameOf(object))
  return withCrdStatus(filled, others, timeText(world.now()))
}
