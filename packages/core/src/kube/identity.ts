import { compareUtf8 } from './utf8.ts'

/** The two kinds of space that the core reads and writes (semantics, section 1). */
export type Space = 'wds' | 'its'
/** API group and lower-case plural; the core group is `''`. */
export type GroupResource = Readonly<{ group: string; resource: string }>
/** Who an object is (ID-1); `namespace` is `''` for cluster-scoped objects. */
export type ObjectId = GroupResource & Readonly<{ namespace: string; name: string }>
/** An object in a space: the key of actions, problems and views. */
export type Ref = ObjectId & Readonly<{ space: Space }>
/** As a receiver names an object, by kind; discovery maps kinds to resources (ID-1). */
export type ManifestId = Readonly<{ group: string; kind: string; namespace: string; name: string }>

// U+0000 separates: no part of an identity that an API server accepts contains it, and it sorts before everything else.
const SEPARATOR = '\u0000'

/** One string for one resource; equal exactly for equal resources. */
export function resourceKey(resource: GroupResource): string {
  return resource.group + SEPARATOR + resource.resource
}

/** One string for one object identity; equal exactly for equal identities. */
export function idKey(id: ObjectId): string {
  return [id.group, id.resource, id.namespace, id.name].join(SEPARATOR)
}

/** One string for one object in one space; the keys of one resource of one space stand together when sorted. */
export function refKey(ref: Ref): string {
  return ref.space + SEPARATOR + idKey(ref)
}

/** The reference that `refKey` made this string of. */
export function refOfKey(key: string): Ref {
  const [space, group = '', resource = '', namespace = '', name = ''] = key.split(SEPARATOR)
  return { space: space === 'its' ? 'its' : 'wds', group, resource, namespace, name }
}

/** One string for one manifest as its receiver names it (WRP-10). */
export function manifestKey(id: ManifestId): string {
  return [id.group, id.kind, id.namespace, id.name].join(SEPARATOR)
}

/** The identity alone, without space and whatever else the value carries. */
export function idOf(ref: ObjectId): ObjectId {
  return { group: ref.group, resource: ref.resource, namespace: ref.namespace, name: ref.name }
}

/** The object of this identity in a space. */
export function refOf(space: Space, id: ObjectId): Ref {
  return { space, ...idOf(id) }
}

/** Order of references: space, group, resource, namespace, name, each bytewise. */
export function compareRefs(a: Ref, b: Ref): number {
  return (
    compareUtf8(a.space, b.space) ||
    compareUtf8(a.group, b.group) ||
    compareUtf8(a.resource, b.resource) ||
    compareUtf8(a.namespace, b.namespace) ||
    compareUtf8(a.name, b.name)
  )
}

/** As a person writes it: `deployments.apps shop/web`, `namespaces shop`. */
export function describeId(id: ObjectId): string {
  const resource = id.group === '' ? id.resource : `${id.resource}.${id.group}`
  return `${resource} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`
}
