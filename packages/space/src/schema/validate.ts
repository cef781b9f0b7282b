import { isList, isObject, type Json, type JsonObject, listAt, memberOf, stringAt } from '@downsync/core'
import {
  type FieldError,
  invalidValue,
  memberPath,
  requiredValue,
  tooMany,
  wrongType,
} from '../status/index.ts'
import { listErrors } from './list-type.ts'
import { scalarErrors } from './scalar.ts'
import { asSchema, isFlagged, itemSchema, memberSchema, propertySchema, type Schema } from './structural.ts'
import { typeName } from './type-name.ts'

const envelope = new Set(['apiVersion', 'kind', 'metadata'])

/** What is wrong with an object by its schema, in the words of kube-apiserver; rules (CEL) are not evaluated. */
export function schemaErrors(schema: Schema, object: JsonObject): readonly FieldError[] {
  const members = Object.entries(object).filter(([key]) => !envelope.has(key))
  return [
    ...requiredErrors(schema, object, ''),
    ...nameErrors(schema, object),
    ...members.flatMap(([key, value]) => valueErrors(memberSchema(schema, key), value, key)),
    ...combinationErrors(schema, object, ''),
  ]
}

// All that a schema may say of metadata.
function nameErrors(schema: Schema, object: JsonObject): readonly FieldError[] {
  const metadata = propertySchema(schema, 'metadata')
  if (metadata === undefined) return []
  return ['name', 'generateName'].flatMap((key) => {
    const value = memberOf(memberOf(object, 'metadata'), key)
    return value === undefined ? [] : valueErrors(propertySchema(metadata, key), value, `metadata.${key}`)
  })
}

function valueErrors(schema: Schema | undefined, value: Json, path: string): readonly FieldError[] {
  if (schema === undefined) return []
  if (value === null && isFlagged(schema, 'nullable')) return []
  const type = typeError(schema, value, path)
  if (type !== undefined) return [type]
  const errors: FieldError[] = [...scalarErrors(schema, value, path)]
  if (isList(value)) {
    errors.push(...sizeErrors(schema, value.length, path, 'Items', 'items'))
    const items = itemSchema(schema)
    for (const [index, item] of value.entries()) errors.push(...valueErrors(items, item, `${path}[${index}]`))
    errors.push(...listErrors(schema, value, path))
  } else if (isObject(value)) {
    errors.push(...sizeErrors(schema, Object.keys(value).length, path, 'Properties', 'properties'))
    errors.push(...requiredErrors(schema, value, path))
    if (isFlagged(schema, 'x-kubernetes-embedded-resource')) errors.push(...embeddedErrors(value, path))
    for (const [key, member] of Object.entries(value))
      errors.push(...valueErrors(memberSchema(schema, key), member, memberPath(path, key)))
  }
  return [...errors, ...combinationErrors(schema, value, path)]
}

function typeError(schema: Schema, value: Json, path: string): FieldError | undefined {
  const found = typeName(value)
  const wanted = isFlagged(schema, 'x-kubernetes-int-or-string') ? 'integer,string' : stringAt(schema, 'type')
  if (wanted === undefined || wanted === '') return undefined
  if (wanted.split(',').includes(found) || (wanted === 'number' && found === 'integer')) return undefined
  const said = JSON.stringify(found)
  return wrongType(path, found, `${path} in body must be of type ${wanted}: ${said}`)
}

function requiredErrors(schema: Schema, object: JsonObject, path: string): readonly FieldError[] {
  return listAt(schema, 'required').flatMap((key) =>
    typeof key === 'string' && !Object.hasOwn(object, key) ? [requiredValue(memberPath(path, key))] : [],
  )
}

function sizeErrors(
  schema: Schema,
  size: number,
  path: string,
  limit: 'Items' | 'Properties',
  things: string,
): readonly FieldError[] {
  const most = memberOf(schema, `max${limit}`)
  const least = memberOf(schema, `min${limit}`)
  if (typeof most === 'number' && size > most) return [tooMany(path, size, most)]
  if (typeof least === 'number' && size < least)
    return [invalidValue(path, size, `${path} in body should have at least ${least} ${things}`)]
  return []
}

function embeddedErrors(object: JsonObject, path: string): readonly FieldError[] {
  return ['apiVersion', 'kind'].flatMap((key) =>
    (stringAt(object, key) ?? '') === '' ? [requiredValue(memberPath(path, key), 'must not be empty')] : [],
  )
}

function combinationErrors(schema: Schema, value: Json, path: string): readonly FieldError[] {
  const holds = (branch: Json): boolean => valueErrors(asSchema(branch), value, path).length === 0
  const shown = `"${path}"`
  const errors: FieldError[] = []
  for (const branch of listAt(schema, 'allOf')) errors.push(...valueErrors(asSchema(branch), value, path))
  const any = listAt(schema, 'anyOf')
  // With int-or-string, anyOf repeats the two types.
  if (any.length > 0 && !isFlagged(schema, 'x-kubernetes-int-or-string') && !any.some(holds))
    errors.push(invalidValue(path, '', `${shown} must validate at least one schema (anyOf)`))
  const one = listAt(schema, 'oneOf')
  const holding = one.filter(holds).length
  if (one.length > 0 && holding !== 1)
    errors.push(
      invalidValue(
        path,
        '',
        `${shown} must validate one and only one schema (oneOf). Found ${holding === 0 ? 'none' : holding} valid${holding === 0 ? '' : ' alternatives'}`,
      ),
    )
  const not = memberOf(schema, 'not')
  if (not !== undefined && holds(not))
    errors.push(invalidValue(path, '', `${shown} must not validate the schema (not)`))
  return errors
}
