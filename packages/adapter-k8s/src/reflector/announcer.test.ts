import { describe, expect, it } from 'vitest'
import { createTestEnvironment } from '../testing/test-environment.ts'
import { createAnnouncer } from './announcer.ts'
import type { ReflectorEvent, ReflectorTarget } from './types.ts'

const target: ReflectorTarget = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  namespaced: true,
}

function begin() {
  const batches: (readonly ReflectorEvent[])[] = []
  const environment = { ...createTestEnvironment(), now: () => Date.UTC(2026, 0, 2) }
  let known = 0
  const announcer = createAnnouncer(
    target,
    environment,
    (events) => batches.push(events),
    () => {
      known++
    },
  )
  return { announcer, batches, environment, known: () => known }
}

const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } }
const put: ReflectorEvent = { kind: 'put', object }

describe('announcing events', () => {
  it('tells together what came together, in its order', async () => {
    const { announcer, batches, known } = begin()
    announcer.tell([put])
    announcer.gain()
    expect(batches).toEqual([])
    await Promise.resolve()
    announcer.tell([])
    announcer.tell([put])
    await Promise.resolve()
    expect(batches).toEqual([[put, { kind: 'known' }], [put]])
    expect(known()).toBeGreaterThan(0)
  })

  it('tells nothing any more once it is silent, not even what waits to be told', async () => {
    const { announcer, batches } = begin()
    announcer.tell([put])
    announcer.silence()
    announcer.tell([put])
    await Promise.resolve()
    expect(batches).toEqual([])
  })

  it('SNP-1 says since when and why a resource is unknown, again only for another reason', async () => {
    const { announcer, batches, environment } = begin()
    expect(announcer.known).toEqual({ why: 'it has not been listed yet' })
    for (const what of ['one', 'one', 'other']) announcer.lose(what)
    announcer.gain()
    announcer.lose('one')
    await Promise.resolve()
    const unknown = (what: string) => ({ kind: 'unknown', why: `${what} (since 2026-01-02T00:00:00.000Z)` })
    expect(batches).toEqual([[unknown('one'), unknown('other'), { kind: 'known' }, unknown('one')]])
    expect(announcer.known).toEqual({ why: 'one (since 2026-01-02T00:00:00.000Z)' })
    expect(environment.logged.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'warn deployments.apps is not known: one',
      'warn deployments.apps is not known: other',
      'info deployments.apps is known again',
      'warn deployments.apps is not known: one',
    ])
  })

  it('does not bother anybody with what is usual before a resource was ever known, but with its loss', async () => {
    const { announcer, batches } = begin()
    announcer.lose('asked for patience', true)
    announcer.gain()
    announcer.lose('asked for patience', true)
    await Promise.resolve()
    expect(batches).toEqual([
      [{ kind: 'known' }, { kind: 'unknown', why: expect.stringContaining('patience') }],
    ])
  })
})
