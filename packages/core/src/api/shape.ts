import type * as z from 'zod/mini'

/** What a schema lets through, as far as it can be written down in a CRD. */
export type Shape = Readonly<
  | { kind: 'object'; fields: ReadonlyMap<string, Field> }
  | { kind: 'list'; item: Shape }
  | { kind: 'string' | 'integer' | 'boolean' }
  | { kind: 'choice'; values: readonly string[] }
  /** JSON that the schema passes on as it is. */
  | { kind: 'free' }
>
export type Field = Readonly<{ shape: Shape; required: boolean }>

/** The shape of a schema that is made of what `field.ts` offers; anything else throws. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  // Every schema is one of zod's own.
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return { kind: 'object', fields: new Map(Object.entries(def.shape).map(fieldOf)) }
    case 'array':
      return { kind: 'list', item: shapeOf(def.element) }
    case 'literal':
      return { kind: 'string' }
    case 'string':
    case 'boolean':
      return { kind: def.type }
    case 'number':
      return { kind: 'integer' }
    case 'enum':
      return { kind: 'choice', values: Object.values(def.entries).map(String) }
    case 'custom':
    case 'transform':
      return { kind: 'free' }
    case 'optional':
    case 'nullable':
      return shapeOf(def.innerType)
    case 'union':
      return shapeOf(firstOf(def.options))
    case 'pipe':
      // What comes before or after the form: a check of the raw value, a value for what is missing.
      return shapeOf(isForm(def.in) ? def.in : def.out)
    default:
      throw new Error(`a schema of type ${def.type} has no place in a CRD`)
  }
}

/** The fields of an object's shape; none of any other. */
export function fieldsOf(shape: Shape): ReadonlyMap<string, Field> {
  return shape.kind === 'object' ? shape.fields : new Map()
}

function fieldOf([name, schema]: readonly [string, z.core.$ZodType]): readonly [string, Field] {
  return [name, { shape: shapeOf(schema), required: schema._zod.optin === undefined }]
}

function isForm(schema: z.core.$ZodType): boolean {
  const { type } = schema._zod.def
  return type !== 'transform' && type !== 'unknown'
}

// A whole number is a union: one that JSON numbers can hold, or a bigint.
function firstOf(options: readonly z.core.$ZodType[]): z.core.$ZodType {
  const [first] = options
  if (first === undefined) throw new Error('a union without options')
  return first
}
