import { describeId, type ObjectId, type Snapshot } from '@downsync/core'
import { didYouMean } from '../near-name.ts'
import { type ResourceType, resourceText } from '../world/resource-type.ts'

/** The object that a text names, or why there is none. */
export type Found = Readonly<{ ok: true; value: ObjectId } | { ok: false; message: string }>

/** Where objects are looked for, and how a user may call them. */
export type Place = Readonly<{
  snapshot: Snapshot
  /** What the WDS serves. */
  types: readonly ResourceType[]
  /** Of objects that say none. */
  namespace: string
  /** In messages: `the files have`, `the WDS has`. */
  has: string
}>

/**
 * Finds an object of the WDS by `resource/name` or `resource/namespace/name`; the resource is a plural, a singular, a kind or a short name,
 * with its group where that is needed.
 */
export function findObject(text: string, place: Place): Found {
  const { snapshot, namespace } = place
  const [resource = '', ...rest] = text.split('/')
  if (rest.length === 0 || rest.length > 2 || rest.includes(''))
    return failed(`an object is written resource/name or resource/namespace/name, not ${text}`)
  const types = place.types.filter((type) => isCalled(type, resource))
  const [type] = types
  if (type === undefined)
    return failed(`there is no resource ${resource}${didYouMean(resource, place.types.flatMap(namesOf))}`)
  const name = rest.at(-1) ?? ''
  const given = rest.length === 2 ? rest[0] : undefined
  if (given !== undefined && !type.namespaced)
    return failed(`${resourceText(type)} are in no namespace: write ${resource}/${name}`)
  const candidates = types.map((one): ObjectId => {
    const { group, resource: plural, namespaced } = one
    return { group, resource: plural, namespace: namespaced ? (given ?? namespace) : '', name }
  })
  const found = candidates.find((id) => snapshot.get({ space: 'wds', ...id }) !== undefined)
  if (found !== undefined) return { ok: true, value: found }
  return failed(absenceText(type, name, given ?? namespace, place))
}

function absenceText(type: ResourceType, name: string, namespace: string, { snapshot, has }: Place): string {
  const id = { group: type.group, resource: type.resource, namespace: type.namespaced ? namespace : '', name }
  const others = [...snapshot.objects('wds', type)].map(
    ({ metadata }) => metadata as Readonly<{ name: string; namespace?: string }>,
  )
  const elsewhere = others.find((one) => one.name === name)
  const hint =
    elsewhere === undefined
      ? didYouMean(
          name,
          others.map((one) => one.name),
        )
      : `; there is ${describeId({ ...id, namespace: elsewhere.namespace ?? '' })}`
  return `${has} no ${describeId(id)}${hint}`
}

function isCalled(type: ResourceType, name: string): boolean {
  const asked = name.toLowerCase()
  return namesOf(type).some((known) => known === asked || `${known}.${type.group}` === asked)
}

function namesOf(type: ResourceType): readonly string[] {
  return [type.resource, type.kind.toLowerCase(), ...type.shortNames]
}

function failed(message: string): Found {
  return { ok: false, message }
}
