import { type JsonObject, type KubeObject, manifestKey, utf8Length } from '@downsync/core'
import { type TransportReceiver, transportLaws } from '@downsync/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configMapTransport } from './transport/configmap-transport.ts'
import { dataOf, readableEntriesOf, wholeHash } from './transport/entry.ts'
import { WORDS } from './transport/names.ts'
import { recordOf } from './transport/record.ts'
import { type Word, wordsText } from './transport/words.ts'

/** What the agent writes, of the words that a law gives it. */
const receiver: TransportReceiver = {
  acknowledge(wrapped, words) {
    const said = new Map(words.map((word) => [manifestKey(word.id), word]))
    const items = readableEntriesOf(wrapped).flatMap(
      ({ key, hash, item }): readonly (readonly [string, Word])[] => {
        const word = said.get(manifestKey(item.id))
        return word === undefined ? [] : [[key, { of: hash, state: word.state, message: word.message }]]
      },
    )
    const text = wordsText({ of: wholeHash(wrapped), items: new Map(items) })
    return { ...wrapped, data: { ...dataOf(wrapped), [WORDS]: text } }
  },
  record: recordOf,
}

/** As API servers count: the texts of the data. */
function bytesOf(wrapped: KubeObject): number {
  return Object.values(dataOf(wrapped)).reduce<number>((sum, text) => sum + utf8Length(String(text)), 0)
}

/** Members of entries that somebody has added. */
const kept = fc.constantFrom<JsonObject>({ owner: 'team-a' }, { window: { from: 22, to: 6 } })

const laws = transportLaws(configMapTransport, { receiver, bytesOf, kept })

describe('the contract of a transport, kept by that of ConfigMaps', () => {
  it.each(laws.map((law) => [law.name, law] as const))('%s', (_name, { check }) => {
    expect(check).not.toThrow()
  })
})
