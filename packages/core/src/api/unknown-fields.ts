import { editDistance, type Fault, isList, isObject, type Json, type JsonObject } from '../kube/index.ts'
import { definitions } from './definitions/index.ts'
import { fieldPath } from './field-path.ts'
import { type Field, fieldsOf, type Shape, shapeOf } from './shape.ts'
import type { ControlKind } from './validate.ts'

const MOST_SUGGESTIONS = 2
const free: Field = { shape: { kind: 'free' }, required: false }
const metadataFields =
  'name generateName namespace labels annotations finalizers ownerReferences uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds managedFields selfLink'

/**
 * The fields that an API server would drop without a word, with what may have been meant. `status` is not looked at: nobody writes it
 * by hand.
 * @example unknownFields('BindingPolicy', policy) // … spec.downsync[0].labelSelector: unknown field; did you mean objectSelectors?
 */
export function unknownFields(kind: ControlKind, object: Json): readonly Fault[] {
  const root = rootShape(kind)
  const faults: Fault[] = []
  visit(root, object, [])
  return faults

  function visit(shape: Shape, value: Json, path: readonly PropertyKey[]): void {
    if (shape.kind === 'list' && isList(value))
      value.forEach((item, index) => {
        visit(shape.item, item, [...path, index])
      })
    else if (shape.kind === 'object' && isObject(value)) visitFields(shape.fields, value, path)
  }

  function visitFields(
    fields: ReadonlyMap<string, Field>,
    value: JsonObject,
    path: readonly PropertyKey[],
  ): void {
    for (const [name, member] of Object.entries(value)) {
      const field = fields.get(name)
      if (field !== undefined) visit(field.shape, member, [...path, name])
      else faults.push(unknownFault(root, [...fields.keys()], [...path, name], name, member))
    }
  }
}

function rootShape(kind: ControlKind): Shape {
  const metadata = new Map(metadataFields.split(' ').map((name) => [name, free]))
  const fields = new Map(fieldsOf(shapeOf(definitions[kind].schema)))
  return {
    kind: 'object',
    fields: fields.set('metadata', { shape: { kind: 'object', fields: metadata }, required: true }),
  }
}

function unknownFault(
  root: Shape,
  siblings: readonly string[],
  path: readonly PropertyKey[],
  name: string,
  found: Json,
): Fault {
  const near = nearest(name, siblings)
  const meant = near === undefined ? placesOf(root, name).slice(0, MOST_SUGGESTIONS).join(' or ') : near
  const fault = { code: 'FieldInvalid', path: fieldPath(path), found } as const
  return meant === ''
    ? { ...fault, message: 'unknown field' }
    : { ...fault, message: `unknown field; did you mean ${meant}?`, expected: meant }
}

// Half of the letters may differ: `labelSelector` is to find `objectSelectors`.
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const limit = Math.floor(Math.max(name.length, candidate.length) / 2)
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit)
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance }
  }
  return best?.name
}

// Where in the kind a field of exactly this name is: it may only be in the wrong place.
function placesOf(shape: Shape, name: string, path = ''): readonly string[] {
  if (shape.kind === 'list') return placesOf(shape.item, name, `${path}[]`)
  if (shape.kind !== 'object') return []
  return [...shape.fields].flatMap(([known, field]) => {
    const at = path === '' ? known : `${path}.${known}`
    return [...(known === name ? [at] : []), ...placesOf(field.shape, name, at)]
  })
}
