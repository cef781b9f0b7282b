import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '@downsync/core'
import { ClassicLevel } from 'classic-level'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStore, StoreEvent } from '../store/index.ts'
import { type DurableStore, openDurableStore } from './durable-store.ts'

const resources = ['configmaps', 'secrets'] as const
const idOf = (resource: string, name: string) => ({ group: '', resource, namespace: 'a', name })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function opened(path: string, history = 20_000): Promise<DurableStore> {
  const result = await openDurableStore(path, { history })
  if (!result.ok) throw new Error(result.message)
  return result.value
}

async function refusalOf(path: string): Promise<string> {
  const result = await openDurableStore(path)
  if (!result.ok) return result.message
  await result.value.close()
  return 'opened'
}

function objectOf(name: string, data: KubeObject[string]): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'a' }, data }
}

/** All that clients can learn of a store. */
function knowledgeOf(store: ObjectStore) {
  const events: StoreEvent[][] = []
  for (let revision = store.compactedTo(); revision <= store.revision(); revision++)
    for (const resource of resources) {
      const heard: StoreEvent[] = []
      store.watch({ resource: { group: '', resource } }, revision, (event) => heard.push(event))?.()
      events.push(heard)
    }
  return {
    revision: store.revision(),
    compactedTo: store.compactedTo(),
    lists: resources.map((resource) => store.list({ resource: { group: '', resource } })),
    events,
  }
}

const data = fc.oneof(
  fc.constant(9007199254740993n),
  fc.constant(-0),
  fc.constantFrom('text', '', '\u0000ü\ud83d\ude00'),
  fc.record({ ['__proto__']: fc.constant(null) }),
)
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      resource: fc.constantFrom(...resources),
      name: fc.constantFrom('x', 'y', 'z'),
      data: fc.option(data),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('reopen', 'flush', 'compact') }) },
)

describe('SPC-2 a store that lasts', () => {
  it('is the same when it is opened again, at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 2, max: 30 }),
        async (steps, history) => {
          const path = await mkdtemp(join(folder, 'run-'))
          let durable = await opened(path, history)
          for (const one of steps) {
            if (one.kind === 'write') {
              const id = idOf(one.resource, one.name)
              if (one.data === null) durable.store.remove(id)
              else durable.store.put(id, objectOf(one.name, one.data))
            } else if (one.kind === 'flush') await durable.store.flushed()
            else if (one.kind === 'compact') durable.store.compact()
            else {
              await durable.store.flushed()
              const before = knowledgeOf(durable.store)
              await durable.close()
              durable = await opened(path, history)
              expect(knowledgeOf(durable.store)).toEqual(before)
            }
          }
          await durable.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has, in a copy of its folder at any moment, all that was flushed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(39), async (steps, cut) => {
        const path = await mkdtemp(join(folder, 'run-'))
        const durable = await opened(path, 6)
        let copied: ReturnType<typeof knowledgeOf> | undefined
        for (const [index, one] of steps.entries()) {
          if (one.kind === 'write') {
            const id = idOf(one.resource, one.name)
            if (one.data === null) durable.store.remove(id)
            else durable.store.put(id, objectOf(one.name, one.data))
          } else if (one.kind === 'compact') durable.store.compact()
          if (index !== cut) continue
          await durable.store.flushed()
          copied = knowledgeOf(durable.store)
          await cp(path, `${path}-copy`, { recursive: true })
        }
        await durable.close()
        if (copied === undefined) return
        const other = await opened(`${path}-copy`, 6)
        const found = knowledgeOf(other.store)
        await other.close()
        // How far history had moved on the disk is open.
        expect({ revision: found.revision, lists: found.lists }).toEqual({
          revision: copied.revision,
          lists: copied.lists,
        })
      }),
      { numRuns: 40 },
    )
  })

  it('forgets on the disk what it forgets in memory', async () => {
    const durable = await opened(folder, 100)
    for (let count = 0; count < 1500; count++)
      durable.store.put(idOf('configmaps', 'x'), objectOf('x', count))
    await durable.store.flushed()
    const compactedTo = durable.store.compactedTo()
    expect(durable.store.revision() - compactedTo).toBeLessThanOrEqual(100)
    await durable.close()
    const level = new ClassicLevel(join(folder, 'objects'))
    const keys = await level.keys().all()
    await level.close()
    expect(keys.filter((key) => key.startsWith('commit/')).length).toBe(1501 - compactedTo)
    expect(keys.filter((key) => key.startsWith('object/')).length).toBe(1)
  })

  it('tells a watcher of nothing before it is safe', async () => {
    const durable = await opened(folder)
    const heard: number[] = []
    durable.store.watch({ resource: { group: '', resource: 'configmaps' } }, 1, (event) =>
      heard.push(event.revision),
    )
    durable.store.put(idOf('configmaps', 'x'), objectOf('x', 1))
    expect(heard).toEqual([])
    await durable.store.flushed()
    expect(heard).toEqual([2])
    await durable.close()
    await expect(durable.store.flushed()).rejects.toThrow(`${folder} is closed`)
  })
})

describe('folders that cannot serve', () => {
  it('in use already', async () => {
    const durable = await opened(folder)
    expect(await refusalOf(folder)).toBe(
      `${folder} is in use by another process, and serves one at a time: stop that one, or give another folder`,
    )
    await durable.close()
    expect(await refusalOf(folder)).toBe('opened')
  })

  it('not empty, and not ours', async () => {
    await writeFile(join(folder, 'thesis.txt'), 'precious')
    expect(await refusalOf(folder)).toBe(
      `${folder} is not empty, and downsync did not write what is in it ("thesis.txt"): give a new or an empty folder`,
    )
    expect(await readdir(folder)).toEqual(['thesis.txt'])
  })

  it('of another version', async () => {
    await writeFile(join(folder, 'format'), 'downsync space 2\n')
    expect(await refusalOf(folder)).toBe(
      `${folder} holds data of the format "downsync space 2", and "downsync space 1" is wanted: use the version of downsync that wrote it, or give another folder`,
    )
  })

  it('a file, or below one', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    expect(await refusalOf(file)).toBe(`cannot create the folder ${file}: it is a file, not a folder`)
    expect(await refusalOf(join(file, 'x'))).toBe(
      `cannot create the folder ${join(file, 'x')}: a part of the path is a file, not a folder`,
    )
  })

  it('begun, and cut short before anything was in it', async () => {
    await writeFile(join(folder, 'format.new'), 'downs')
    expect(await refusalOf(folder)).toBe('opened')
    await rm(join(folder, 'objects'), { recursive: true })
    await mkdir(join(folder, 'objects'))
    await writeFile(join(folder, 'objects', 'MANIFEST-000001'), '')
    expect(await refusalOf(folder)).toBe('opened')
  })

  describe('damaged', () => {
    beforeEach(async () => {
      const durable = await opened(folder, 4)
      for (const name of ['x', 'y', 'z', 'u', 'v', 'w'])
        durable.store.put(idOf('configmaps', name), objectOf(name, 1))
      await durable.close()
    })

    async function edit(change: (level: ClassicLevel) => Promise<void>): Promise<void> {
      const level = new ClassicLevel(join(folder, 'objects'))
      await change(level)
      await level.close()
    }

    async function contentOf(path: string): Promise<readonly string[]> {
      const files = (await readdir(path)).filter((file) => /\.(ldb|log)$|CURRENT|MANIFEST/.test(file))
      return Promise.all(files.sort().map((file) => readFile(join(path, file), 'latin1')))
    }

    it.each([
      [
        'an object is lost',
        /the change|4 objects|objects were kept/,
        (l: ClassicLevel) => l.clear({ gte: 'object/', limit: 1 }),
      ],
      [
        'a change is lost',
        /the change of revision \d is missing/,
        (l: ClassicLevel) => l.clear({ gte: 'commit/', limit: 1 }),
      ],
      ['the base is lost', /the record "base"/, (l: ClassicLevel) => l.del('base')],
      [
        'a bit of a change is wrong',
        /the record "commit\/0{15}\d"/,
        async (l: ClassicLevel) => {
          for await (const [key, value] of l.iterator({ gte: 'commit/', limit: 1 }))
            await l.put(key, value.replace('ConfigMap', 'ConfigMop'))
        },
      ],
    ])('%s', async (_, said, change) => {
      await edit(change)
      const refusal = await refusalOf(folder)
      expect(refusal).toMatch(said)
      expect(refusal).toContain(`what ${folder} holds is damaged, and is left as it is`)
    })

    it.each(['CURRENT', 'MANIFEST'])('%s is gone, and the rest is left as it is', async (name) => {
      const path = join(folder, 'objects')
      for (const file of await readdir(path)) if (file.startsWith(name)) await rm(join(path, file))
      const before = await contentOf(path)
      expect(await refusalOf(folder)).toContain(`what ${folder} holds is damaged`)
      expect(await contentOf(path)).toEqual(before)
    })
  })
})
