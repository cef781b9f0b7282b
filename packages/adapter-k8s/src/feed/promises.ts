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
import type { Discovery, ServedResource } from '../discovery/types.ts'
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
  /** Whether somebody stands for a resource: then it is not gone, even if discovery does not show it. */
  holdFor(served: ServedResource): boolean
}>

export function createPromises(): Promises {
  const standing = new Map<string, Promised>()
  const withdrawn = new Map<string, Promised>()

  function take(event: ReflectorEvent): void {
    if (event.kind === 'put') {
      const key = keyOf(event.object.kind, nameOf(event.object))
      standing.set(key, promiseOf(event.object))
      withdrawn.delete(key)
    } else if (event.kind === 'deleted') {
      const isDefinition = event.id.resource === 'customresourcedefinitions'
      const key = keyOf(isDefinition ? DEFINITION : 'APIService', event.id.name)
      const promise = standing.get(key)
      standing.delete(key)
      if (promise !== undefined) withdrawn.set(key, promise)
    }
  }

  return {
    take: (events) => {
      for (const event of events) take(event)
    },
    areKept(discovery) {
      for (const [key, promise] of withdrawn) if (!promise.isShown(discovery)) withdrawn.delete(key)
      return withdrawn.size === 0 && [...standing.values()].every((promise) => promise.isKept(discovery))
    },
    holdFor: (served) => [...standing.values()].some((promise) => promise.holdsFor(served)),
  }
}

type Promised = Readonly<{
  /** Exactly as promised; also where nothing is promised yet. */
  isKept(discovery: Discovery): boolean
  /** In any form. */
  isShown(discovery: Discovery): boolean
  holdsFor(served: ServedResource): boolean
}>

const DEFINITION = 'CustomResourceDefinition'

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`
}

function promiseOf(object: KubeObject): Promised {
  return object.kind === DEFINITION ? definitionPromise(object) : servicePromise(object)
}

function definitionPromise(definition: KubeObject): Promised {
  const group = stringAt(definition, 'spec', 'group') ?? ''
  const resource = stringAt(definition, 'spec', 'names', 'plural') ?? ''
  const kind = stringAt(definition, 'status', 'acceptedNames', 'kind')
  const key = resourceKey({ group, resource })
  const isDue = !isDeleting(definition) && isTrue(definition, 'Established')
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
    isKept: (discovery) => !isDue || shownBy(discovery).join() === versions.join(),
    isShown: (discovery) => shownBy(discovery).length > 0,
    holdsFor: (served) => !isDeleting(definition) && resourceKey(served) === key,
  }
}

function shown(one: Readonly<{ version: string; hasStatus: boolean; kind: string | undefined }>): string {
  return `${one.version}/${one.kind ?? ''}/${one.hasStatus ? 'status' : ''}`
}

// Of a server behind the server; those without a service are the server's own, and promise nothing new.
function servicePromise(service: KubeObject): Promised {
  const isOwn = (valueAt(service, 'spec', 'service') ?? null) === null
  const group = stringAt(service, 'spec', 'group')
  const version = stringAt(service, 'spec', 'version')
  const isMeant = (served: ServedResource): boolean => served.group === group && served.version === version
  const isShown = (discovery: Discovery): boolean => !isOwn && discovery.versions.some(isMeant)
  const isDue = !isOwn && !isDeleting(service) && isTrue(service, 'Available')
  return {
    isKept: (discovery) => !isDue || isShown(discovery),
    isShown,
    holdsFor: (served) => !isOwn && !isDeleting(service) && isMeant(served),
  }
}

function isTrue(object: KubeObject, type: string): boolean {
  return conditionOf(conditionsOf(object), type)?.status === 'True'
}
