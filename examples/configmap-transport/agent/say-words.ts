import { type JsonObject, type KubeObject, memberOf, nameOf, resourceVersionOf, uidOf } from '@downsync/core'
import { dataOf, readableEntriesOf, wholeHash } from '../transport/entry.ts'
import { WORDS } from '../transport/names.ts'
import { type Word, type Words, wordsIn, wordsText } from '../transport/words.ts'
import { type Told, timeText } from './context.ts'

/**
 * What is to be written in a wrapped object of what came of its entries; undefined where nothing new is to be said.
 * @param told by `placeOf` of entries
 * @param now milliseconds since 1970
 */
export function wordsPatch(
  wrapped: KubeObject,
  told: ReadonlyMap<string, Told>,
  now: number,
): JsonObject | undefined {
  const before = wordsIn(wrapped)
  const entries = readableEntriesOf(wrapped)
  const newsOf = (key: string): Told | undefined => told.get(`${nameOf(wrapped)}/${key}`)
  const items = new Map<string, Word>()
  for (const { key, hash } of entries) {
    const [news, standing] = [newsOf(key), before.items.get(key)]
    if (news === undefined || news.kind === 'unknown') {
      if (standing !== undefined) items.set(key, standing)
      continue
    }
    const word = {
      of: hash,
      state: news.kind,
      message: 'message' in news ? news.message : '',
    }
    const isNew = standing?.of !== word.of || standing.state !== word.state
    items.set(key, { ...word, since: isNew ? timeText(now) : (standing.since ?? timeText(now)) })
  }
  if (entries.every(({ key }) => newsOf(key) === undefined)) return undefined
  const areAllKnown = entries.every(({ key }) => (newsOf(key)?.kind ?? 'unknown') !== 'unknown')
  const words: Words = { of: areAllKnown ? wholeHash(wrapped) : before.of, items }
  const text = wordsText(words)
  if (text === memberOf(dataOf(wrapped), WORDS)) return undefined
  return {
    metadata: { uid: uidOf(wrapped), resourceVersion: resourceVersionOf(wrapped) },
    data: { [WORDS]: text },
  }
}
