import {
  conditionOf,
  conditionsOf,
  type GroupResource,
  isDeleting,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  resourceKey,
  stringAt,
  valueAt,
} from '@downsync/core'
import type { Discovery } from '../discovery/types.ts'
import type { ReflectorEvent } from '../reflector/types.ts'

/** The objects that say what a server is about to serve; discovery follows them a moment later. */
export const PROMISING: readonly GroupResource[] = [
  { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' },
  { group: 'apiregistration.k8s.io', resource: 'apiservices' },
]

/** What CustomResourceDefinitions and APIServices promise, to be compared with what discovery says. */
export type Promises = Readonly<{
  take(events: readonly ReflectorEvent[]): void
  /** Whether discovery shows all that is promised, and nothing any more of what was promised once. */
  areKept(discovery: Discovery): boolean
}>

export function createPromises(): Promises {
  const promised = new Map<string, Promised>()
  const withdrawn = new Map<string, Promised>()

  function set(key: string, promise: Promised | undefined): void {
    const before = promised.get(key)
    promised.delete(key)
    if (promise !== undefined) {
      promised.set(key, promise)
      withdrawn.delete(key)
    } else if (before !== undefined) withdrawn.set(key, before)
  }

  return {
    take(events) {
      for (const event of events) {
        if (event.kind === 'put') set(keyOf(event.object.kind, nameOf(event.object)), promiseOf(event.object))
        else if (event.kind === 'deleted') {
          const isDefinition = event.id.resource === 'customresourcedefinitions'
          set(keyOf(isDefinition ? DEFINITION : 'APIService', event.id.name), undefined)
        }
      }
    },
    areKept(discovery) {
      for (const [key, promise] of withdrawn) if (!promise.isShown(discovery)) withdrawn.delete(key)
      return withdrawn.size === 0 && [...promised.values()].every((promise) => promise.isKept(discovery))
    },
  }
}

type Promised = Readonly<{
  /** Exactly as promised. */
  isKept(discovery: Discovery): boolean
  /** In any form. */
  isShown(discovery: Discovery): boolean
}>

const DEFINITION = 'CustomResourceDefinition'

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`
}

function promiseOf(object: KubeObject): Promised | undefined {
  return object.kind === DEFINITION ? definitionPromise(object) : servicePromise(object)
}

function definitionPromise(definition: KubeObject): Promised | undefined {
  if (isDeleting(definition) || !isTrue(definition, 'Established')) return undefined
  const group = stringAt(definition, 'spec', 'group') ?? ''
  const resource = stringAt(definition, 'spec', 'names', 'plural') ?? ''
  const kind = stringAt(definition, 'status', 'acceptedNames', 'kind')
  const key = resourceKey({ group, resource })
  const versions = listAt(definition, 'spec', 'versions')
    .filter((version) => memberOf(version, 'served') === true)
    .map((version) => {
      const hasStatus = valueAt(version, 'subresources', 'status') !== undefined
      return shown({ version: stringAt(version, 'name') ?? '', hasStatus, kind })
    })
    .sort()
  const shownBy = (discovery: Discovery): readonly string[] =>
    discovery.versions
      .filter((served) => resourceKey(served) === key)
      .map((served) => shown({ ...served, kind: kind === undefined ? undefined : served.kind }))
      .sort()
  return {
    isKept: (discovery) => shownBy(discovery).join() === versions.join(),
    isShown: (discovery) => shownBy(discovery).length > 0,
  }
}

function shown(one: Readonly<{ version: string; hasStatus: boolean; kind: string | undefined }>): string {
  return `${one.version}/${one.kind ?? ''}/${one.hasStatus ? 'status' : ''}`
}

// Of a server behind the server; those without a service are the server's own, and promise nothing new.
function servicePromise(service: KubeObject): Promised | undefined {
  const hasService = valueAt(service, 'spec', 'service') ?? null
  if (hasService === null || isDeleting(service) || !isTrue(service, 'Available')) return undefined
  const group = stringAt(service, 'spec', 'group')
  const version = stringAt(service, 'spec', 'version')
  const isShown = (discovery: Discovery): boolean =>
    discovery.versions.some((served) => served.group === group && served.version === version)
  return { isKept: isShown, isShown }
}

function isTrue(object: KubeObject, type: string): boolean {
  return conditionOf(conditionsOf(object), type)?.status === 'True'
}
