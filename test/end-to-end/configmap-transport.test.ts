import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesArbitrary, changeText, ITS, WDS, WECS, type Workload } from './change.ts'
import { configMapWay } from './configmap-way.ts'
import { converge } from './converge.ts'
import { differencesAfter } from './differences-after.ts'
import { startEmbeddedSystem } from './embedded-system.ts'
import { perform } from './system.ts'
import { differences } from './verdict.ts'

const RUNS = Number(process.env['DOWNSYNC_E2E_RUNS'] ?? 4)
const WITHIN = 600_000

describe('the whole system, over another transport than that of OCM', () => {
  it(
    'P-6 whatever happens to it, comes to what follows from its spaces, in mailboxes, WECs and statuses',
    async () => {
      await fc.assert(
        fc.asyncProperty(changesArbitrary({ withFaults: true, most: 16 }), async (changes) => {
          expect(await differencesAfter(changes, configMapWay), changes.map(changeText).join('\n')).toEqual(
            [],
          )
        }),
        { numRuns: RUNS, endOnFailure: process.env['DOWNSYNC_E2E_SHRINK'] === undefined },
      )
    },
    WITHIN,
  )
})

describe('the example of another transport', () => {
  it('P-6 comes to rest, writes nothing when its agent comes back, and what a stopped agent has not done is seen', async () => {
    const system = await startEmbeddedSystem(configMapWay)
    const prices: Workload = { plural: 'configmaps', namespace: 'n1', name: 'x' }
    const spaces = [WDS, ITS, ...WECS].flatMap((name) => system.embedded(name) ?? [])
    try {
      await perform(system, { kind: 'put', what: prices, app: 'a', value: 1 })
      await perform(system, { kind: 'policy', name: 'p1', region: 'eu', app: 'a', flavour: 'plain' })
      expect(await converge(system)).toEqual([])
      for (const space of spaces) space.forgetRequests()
      await perform(system, { kind: 'restart', part: 'agent red' })
      expect(await converge(system)).toEqual([])
      const written = spaces
        .flatMap((space) => space.requests())
        .filter(
          ({ method, resource, subresource }) =>
            method !== 'GET' && resource !== 'leases' && subresource !== 'token',
        )
        .map(({ verb, resource }) => `${verb} ${resource}`)
      // The rights of an agent are looked after whenever it starts.
      expect(written.filter((one) => one !== 'patch roles' && one !== 'patch rolebindings')).toEqual([])

      await perform(system, { kind: 'stop', part: 'agent red' })
      await perform(system, { kind: 'put', what: prices, app: 'a', value: 3 })
      const isTold = async () =>
        (await differences(system)).join() === 'differs in red: ConfigMap n1/x at .data.value'
      await expect.poll(isTold, { timeout: 20_000 }).toBe(true)
      await perform(system, { kind: 'restart', part: 'agent red' })
      expect(await converge(system)).toEqual([])
      await perform(system, { kind: 'removePolicy', name: 'p1' })
      expect(await converge(system)).toEqual([])
    } finally {
      await system.stop()
    }
  })
})
