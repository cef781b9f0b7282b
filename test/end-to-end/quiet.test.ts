import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ITS, WDS, WECS, type Workload } from './change.ts'
import { converge } from './converge.ts'
import { startEmbeddedSystem } from './embedded-system.ts'
import { perform, type System } from './system.ts'
import { differences } from './verdict.ts'

const prices: Workload = { plural: 'configmaps', namespace: 'n1', name: 'x' }
const web: Workload = { plural: 'deployments', namespace: 'n1', name: 'y' }
let system: System

beforeAll(async () => {
  system = await startEmbeddedSystem()
  await perform(system, { kind: 'put', what: prices, app: 'a', value: 1 })
  await perform(system, { kind: 'put', what: web, app: 'b', value: 2 })
  await perform(system, { kind: 'policy', name: 'p1', region: 'eu', app: 'a', flavour: 'plain' })
  await perform(system, { kind: 'relabelWec', wec: 'blue', region: 'us' })
  await perform(system, { kind: 'policy', name: 'p2', region: 'us', app: 'b', flavour: 'singleton' })
  const left = await converge(system)
  if (left.length > 0) throw new Error(left.join('\n'))
})
afterAll(() => system.stop())

const spaces = [WDS, ITS, ...WECS]

function forget(): void {
  for (const space of spaces) system.embedded(space)?.forgetRequests()
}

/** Writes since `forget`, Leases and credentials apart, as `space: verb resource`. */
function writes(): readonly string[] {
  return spaces
    .flatMap((space) =>
      (system.embedded(space)?.requests() ?? [])
        .filter(
          ({ method, resource, subresource }) =>
            method !== 'GET' && resource !== 'leases' && subresource !== 'token',
        )
        .map(({ verb, resource, subresource, code }) => {
          const what = subresource === '' ? resource : `${resource}/${subresource}`
          return `${space}: ${verb} ${what}${code < 300 ? '' : ` (${code})`}`
        }),
    )
    .sort()
}

const A_WHILE = 1500
const aWhile = () => new Promise((resolve) => setTimeout(resolve, A_WHILE))

describe('a system at rest', () => {
  it('P-6 asks for no objects and writes none, Leases apart', async () => {
    forget()
    await aWhile()
    const asked = spaces.flatMap((space) => system.embedded(space)?.requests() ?? [])
    expect(asked.filter(({ resource }) => resource !== '' && resource !== 'leases')).toEqual([])
  })

  it('P-6 after one edit writes what is needed, and nothing else', async () => {
    forget()
    await perform(system, { kind: 'put', what: prices, app: 'a', value: 2 })
    expect(await converge(system)).toEqual([])
    expect(writes()).toEqual(
      [
        'its1: patch manifestworks',
        'its1: patch manifestworks/status',
        'red: update configmaps',
        // The user's.
        'wds1: patch configmaps',
        'wds1: patch bindings',
        'wds1: patch bindings/status',
      ].sort(),
    )
  })

  it.each(['controllers', 'hub', 'agent red', 'agent blue', 'workload red', 'workload blue'])(
    'P-6 writes nothing when %s comes back',
    async (part) => {
      forget()
      await perform(system, { kind: 'restart', part })
      expect(await converge(system)).toEqual([])
      await aWhile()
      expect(writes()).toEqual([])
    },
  )

  it('P-6 writes nothing when everything comes back', async () => {
    await Promise.all(system.fleet.parts().map((part) => part.stop()))
    forget()
    await Promise.all(system.fleet.parts().map((part) => part.start()))
    expect(await converge(system)).toEqual([])
    await aWhile()
    expect(writes()).toEqual([])
  })
})

describe('the verdict of these tests', () => {
  it('names what a part that does not run has not done', async () => {
    await perform(system, { kind: 'stop', part: 'agent red' })
    await perform(system, { kind: 'put', what: prices, app: 'a', value: 3 })
    const isTold = async () =>
      (await differences(system)).join() === 'differs in red: ConfigMap n1/x at .data.value'
    await expect.poll(isTold, { timeout: 20_000 }).toBe(true)
    await perform(system, { kind: 'restart', part: 'agent red' })
    expect(await converge(system)).toEqual([])
    await perform(system, { kind: 'stop', part: 'controllers' })
    await perform(system, { kind: 'put', what: prices, app: 'a', value: 0 })
    expect((await differences(system)).map((line) => line.replace(/ \(.*/, ''))).toContain(
      'to be written: patch manifestworks red/p1-wds1-0',
    )
    await perform(system, { kind: 'restart', part: 'controllers' })
    expect(await converge(system)).toEqual([])
  })
})
