import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../store/index.ts'
import { CONFIG_MAPS, configMap, startTestSpace } from '../testing/client.ts'
import { createLevelJournal, type JournalLevel } from './journal.ts'
import type { Level } from './level.ts'

let folder: string
let level: Level
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-journal-'))
  level = new ClassicLevel(join(folder, 'objects'))
  await level.open()
})
afterEach(async () => {
  await level.close()
  await rm(folder, { recursive: true, force: true })
})

/** The LevelDB with another way to write. */
function levelWith(batch: JournalLevel['batch']): JournalLevel {
  return {
    iterator: level.iterator.bind(level),
    hasMany: level.hasMany.bind(level),
    close: level.close.bind(level),
    batch,
  }
}

describe('SPC-2 a disk that fails', () => {
  it('makes every answer a 500 from then on, with its reason, and says so once', async () => {
    const said: string[] = []
    const start = { revision: 1, objects: 0 }
    let isFull = false
    // As LevelDB says it when the disk is full.
    const full = () => Promise.reject(new Error(`IO error: ${folder}/000005.log: No space left on device`))
    const failing = levelWith((operations, options) => (isFull ? full() : level.batch(operations, options)))
    const journal = createLevelJournal(failing, start, folder, (message) => said.push(message))
    const client = await startTestSpace({ store: createMemoryStore({ journal }) })
    expect((await client.post(CONFIG_MAPS, configMap('a'))).code).toBe(201)
    isFull = true
    const reason = `cannot write to ${folder}: no space is left on the disk`
    const watch = client.get(
      `${CONFIG_MAPS}?watch=1&resourceVersion=${client.space.requests().length}&timeoutSeconds=1`,
    )
    for (const name of ['b', 'c']) {
      const refused = await client.post(CONFIG_MAPS, configMap(name))
      expect([refused.code, refused.at('message')]).toEqual([500, `Internal error occurred: ${reason}`])
    }
    expect((await client.get(`${CONFIG_MAPS}/b`)).code).toBe(500)
    const { text: seen } = await watch
    expect([seen.includes('"name":"a"'), seen.includes('"name":"b"')]).toEqual([true, false])
    expect(said).toEqual([reason])
    await client.space.close()
  })

  it('keeps together what comes while a write is on its way', async () => {
    const sizes: number[] = []
    const counting = levelWith((operations, options) => {
      sizes.push(operations.length)
      return level.batch(operations, options)
    })
    const journal = createLevelJournal(counting, { revision: 1, objects: 0 }, folder, () => undefined)
    const commit = (revision: number) =>
      journal.append({
        revision,
        id: { group: '', resource: 'configmaps', namespace: 'a', name: 'x' },
        object: undefined,
      })
    commit(2)
    commit(3)
    const first = journal.flushed()
    await Promise.resolve()
    await Promise.resolve()
    for (let revision = 4; revision < 10; revision++) commit(revision)
    await first
    await journal.flushed()
    expect(sizes).toEqual([2, 6])
    await journal.close()
  })
})
