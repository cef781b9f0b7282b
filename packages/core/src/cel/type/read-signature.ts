import { type CelType, listType, mapType, type PlainKind, plain, typeType } from './type.ts'

/** One way in which a function can be called. */
export type Overload = Readonly<{
  /** Whether the first argument stands before the dot. */
  isMember: boolean
  parameters: readonly CelType[]
  result: CelType
}>

const SIGNATURE = /^(?:([^.]+)\.)?\((.*)\) (.+)$/

/**
 * A signature as the table of functions writes it: `(list(A), int) A`, or with a receiver `string.(string) bool`. Capital letters
 * are type parameters.
 */
export function readSignature(text: string): Overload {
  const [, receiver, parameters = '', result = ''] = SIGNATURE.exec(text) ?? []
  const list = parameters === '' ? [] : readTypes(parameters)
  return {
    isMember: receiver !== undefined,
    parameters: receiver === undefined ? list : [readType(receiver), ...list],
    result: readType(result),
  }
}

function readTypes(text: string): readonly CelType[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '(') depth++
    if (character === ')') depth--
    if (character !== ',' || depth > 0) continue
    parts.push(text.slice(start, index))
    start = index + 1
  }
  return [...parts, text.slice(start)].map((part) => readType(part.trim()))
}

function readType(text: string): CelType {
  if (/^[A-Z]$/.test(text)) return { kind: 'parameter', name: text }
  const [, name, inside = ''] = /^(\w+)\((.*)\)$/.exec(text) ?? []
  const [first, second] = name === undefined ? [] : readTypes(inside)
  if (name === 'list' && first !== undefined) return listType(first)
  if (name === 'map' && first !== undefined && second !== undefined) return mapType(first, second)
  if (name === 'type') return typeType(first)
  // The table is ours, and the test of the table reads every line of it.
  return plain(text as PlainKind)
}
