import {
  type Delivery,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  objectOf,
  parseJson,
  stringAt,
  stringifyJson,
  utf8Length,
} from '@downsync/core'
import { dataOf, readableEntriesOf, wholeHash } from './entry.ts'
import { WORDS } from './names.ts'

/** What the agent says of one entry. */
export type Word = Readonly<{
  /** The hash of the entry that it speaks of. */
  of: string
  state: Delivery['state']
  message: string
  /** When it first said so, RFC 3339. */
  since?: string
}>

/** What the agent says of a wrapped object: of each entry by its key, and of which entries altogether. */
export type Words = Readonly<{ of: string; items: ReadonlyMap<string, Word> }>

const STATES: readonly Delivery['state'][] = ['applied', 'pending', 'failed']
/** Bytes of a message in JSON: what the agent says has its room in the wrapped object, and no more. */
export const MESSAGE_BYTES = 256

/** What stands in a wrapped object by way of words; nothing, where that cannot be read. */
export function wordsIn(wrapped: KubeObject): Words {
  const text = stringAt(dataOf(wrapped), WORDS)
  const parsed = text === undefined ? undefined : parseJson(text)
  const value = parsed?.ok === true ? parsed.value : null
  const items = memberOf(value, 'items')
  const words = Object.entries(isObject(items) ? items : {})
  return {
    of: stringAt(value, 'of') ?? '',
    items: new Map(words.flatMap(([key, word]) => readWord(key, word))),
  }
}

function readWord(key: string, word: Json): readonly (readonly [string, Word])[] {
  const state = STATES.find((one) => one === memberOf(word, 'state'))
  const of = stringAt(word, 'of')
  if (state === undefined || of === undefined) return []
  const since = stringAt(word, 'since')
  return [
    [key, { of, state, message: stringAt(word, 'message') ?? '', ...(since !== undefined && { since }) }],
  ]
}

/** Words as the agent writes them. */
export function wordsText({ of, items }: Words): string {
  const said = [...items]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { message, ...word }]) => {
      const told = message === '' ? {} : { message: shortened(message) }
      return [key, { ...word, ...told }] as const
    })
  return stringifyJson({ of, items: objectOf(said) })
}

function shortened(message: string): string {
  let text = message
  while (utf8Length(JSON.stringify(text)) > MESSAGE_BYTES)
    text = `${text.slice(0, Math.floor(text.length * 0.9) - 1)}…`
  return text
}

/** What the agent says of each item; ConfigMaps have no generations, so it names what it speaks of by hash. */
export function deliveryOf(wrapped: KubeObject): readonly Delivery[] {
  const words = wordsIn(wrapped)
  return readableEntriesOf(wrapped).map(({ key, hash, item: { id } }): Delivery => {
    const word = words.items.get(key)
    if (word === undefined) return { id, state: 'pending', current: false, message: '' }
    const { of, state, message, since } = word
    return { id, state, current: of === hash, message, ...(since !== undefined && { since }) }
  })
}

/** Whether all that stands in a wrapped object is what the agent has applied, and it knows of nothing else there. */
export function isSettled(wrapped: KubeObject): boolean {
  return (
    wordsIn(wrapped).of === wholeHash(wrapped) &&
    deliveryOf(wrapped).every(({ state, current }) => state === 'applied' && current)
  )
}
