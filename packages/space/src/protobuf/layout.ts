import messages from './messages.json' with { type: 'json' }

/** The type of a field: one of the signs of `generate/main.go`, or the name of a message. */
export type FieldType = Readonly<{
  /** One, a list, or a map from strings. */
  many: 'one' | 'list' | 'map'
  /** Whether an empty one means something. */
  isOptional: boolean
  of: string
}>

export type Field = Readonly<{
  number: number
  /** In JSON; `.`: the members of the message stand in its place. */
  name: string
  type: FieldType
  /** Whether it stands in JSON also when it is empty. */
  isAlwaysThere: boolean
}>

const layouts = new Map<string, readonly Field[]>()

/** The message of a kind; undefined for one that is not known. Options of a deletion come under any apiVersion. */
export function messageOfKind(apiVersion: string, kind: string): string | undefined {
  const kinds: Readonly<Record<string, string>> = messages.kinds
  const key = kind === 'DeleteOptions' ? kind : `${apiVersion}/${kind}`
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined
}

/** The fields of a message. */
export function fieldsOf(message: string): readonly Field[] {
  const known = layouts.get(message)
  if (known !== undefined) return known
  const texts: Readonly<Record<string, string>> = messages.messages
  const text = Object.hasOwn(texts, message) ? texts[message] : undefined
  if (text === undefined) throw new Error(`messages.json has no message ${message}`)
  const fields = text === '' ? [] : text.split(', ').map(fieldOf)
  layouts.set(message, fields)
  return fields
}

function fieldOf(text: string): Field {
  const [number = '', name = '', type = ''] = text.split(' ')
  const isAlwaysThere = type.endsWith('!')
  return {
    number: Number(number),
    name,
    type: typeOf(isAlwaysThere ? type.slice(0, -1) : type),
    isAlwaysThere,
  }
}

function typeOf(text: string): FieldType {
  switch (text.charAt(0)) {
    case '?':
      return { ...typeOf(text.slice(1)), isOptional: true }
    case '*':
      return { many: 'list', isOptional: false, of: text.slice(1) }
    case '%':
      return { many: 'map', isOptional: false, of: text.slice(1) }
    default:
      return { many: 'one', isOptional: false, of: text }
  }
}
