import { type JsonObject, type KubeObject, memberOf, valueAt } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, deployment, image, template } from '../../testing/workload.ts'
import { OUTCOME_ANNOTATION } from '../pod/behaviour.ts'
import { isActive, isReady } from '../shared/pods.ts'

const WEB = `${collections.Deployment}/web`
const rounds = { numRuns: 6 }

/** A merge patch of the spec. */
const edits = (): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    fc.constantFrom('2', '3', '4').map(image),
    fc
      .constantFrom('crash', 'never-ready', 'image-pull-failure', null)
      .map((outcome) => ({ template: { metadata: { annotations: { [OUTCOME_ANNOTATION]: outcome } } } })),
    fc.boolean().map((paused) => ({ paused })),
  )

function active(world: SimulatedSpace): readonly KubeObject[] {
  return world.list('Pod').filter(isActive)
}

describe('a rollout', () => {
  it('never has more Pods than maxSurge allows, nor fewer that work than maxUnavailable does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        fc.array(edits(), { minLength: 1, maxLength: 4 }),
        async (replicas, maxSurge, unavailable, changes) => {
          const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : unavailable
          const world = await startSimulatedSpace()
          try {
            const strategy = { rollingUpdate: { maxSurge, maxUnavailable } }
            await world.send('POST', collections.Deployment, deployment({ replicas, strategy }))
            await world.settled()
            const faults: string[] = []
            world.store.onChange(() => {
              const pods = active(world)
              if (pods.length > replicas + maxSurge) faults.push(`${pods.length} Pods`)
              const ready = pods.filter(isReady).length
              if (ready < replicas - maxUnavailable) faults.push(`${ready} ready Pods`)
            })
            // Without waiting in between: each meets the rollout of the one before.
            for (const spec of changes) await world.send('PATCH', WEB, { spec })
            await world.settled()
            expect(faults).toEqual([])
          } finally {
            await world.close()
          }
        },
      ),
      rounds,
    )
  })

  it('comes to its end from whatever Pods there are', async () => {
    const pod = fc.record({
      phase: fc.constantFrom('', 'Pending', 'Running', 'Succeeded', 'Failed'),
      isLabelled: fc.boolean(),
      isReady: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 }),
        fc.array(pod, { maxLength: 6 }),
        async (replicas, pods) => {
          const world = await startSimulatedSpace({ kinds: [] })
          try {
            const set = { ...deployment({ replicas }), kind: 'ReplicaSet' }
            await world.send('POST', collections.ReplicaSet, set)
            for (const [at, { phase, isLabelled, isReady: ready }] of pods.entries()) {
              const labels = { app: isLabelled ? 'web' : 'other' }
              const path = `${collections.Pod}/web-${at}`
              const made = await world.send('POST', collections.Pod, {
                ...template(),
                apiVersion: 'v1',
                kind: 'Pod',
                metadata: { name: `web-${at}`, labels },
              })
              const conditions = ready
                ? [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }]
                : []
              const status = { phase, conditions }
              if (phase !== '') await world.send('PUT', `${path}/status`, { ...made, status })
            }
            await world.restart({ kinds: ['Deployment', 'Pod'] })
            await world.settled()
            const kept = active(world).filter((one) => valueAt(one, 'metadata', 'labels', 'app') === 'web')
            expect(kept).toHaveLength(replicas)
            expect(kept.every(isReady)).toBe(true)
            expect(memberOf(world.get('ReplicaSet', 'web')['status'], 'replicas')).toBe(replicas)
          } finally {
            await world.close()
          }
        },
      ),
      rounds,
    )
  })
})
