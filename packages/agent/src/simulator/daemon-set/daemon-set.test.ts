import { isDeleting, type JsonObject, memberOf } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, daemonSet, image, template } from '../../testing/workload.ts'
import { OUTCOME_ANNOTATION } from '../pod/behaviour.ts'
import { fitOf } from './node-fit.ts'

let world: SimulatedSpace
beforeEach(async () => {
  world = await startSimulatedSpace()
})
afterEach(() => world.close())

const create = async (spec: JsonObject = {}) => {
  await world.send('POST', collections.DaemonSet, daemonSet(spec))
  await world.settled()
}
const edit = async (spec: JsonObject) => {
  await world.send('PATCH', `${collections.DaemonSet}/web`, { spec })
  await world.settled()
}
const addNode = async (name: string) => {
  await world.send('POST', collections.Node, { apiVersion: 'v1', kind: 'Node', metadata: { name } })
  await world.send('PATCH', `${collections.Node}/${name}`, { spec: { taints: null } })
}
const status = () => world.get('DaemonSet', 'web')['status']

describe('a simulated DaemonSet', () => {
  it('has one Pod where there are no nodes, and moves to nodes when they come', async () => {
    await create()
    expect(status()).toMatchObject({ desiredNumberScheduled: 1, numberAvailable: 1 })
    await addNode('a')
    await addNode('b')
    await world.settled()
    expect(status()).toMatchObject({ desiredNumberScheduled: 2, numberAvailable: 2 })
    expect(world.list('Pod')).toHaveLength(2)
  })

  it('is updated without ever more Pods missing than may be', async () => {
    for (const name of ['a', 'b', 'c']) await addNode(name)
    await create()
    let least = 3
    world.store.onChange(() => {
      least = Math.min(least, world.list('Pod').filter((pod) => !isDeleting(pod)).length)
    })
    await edit(image('2'))
    expect(least).toBe(2)
    expect(status()).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 })
  })

  it('with surge keeps an old Pod until the new one works', async () => {
    await addNode('a')
    await create({ updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
    // The older of two counts, and times are whole seconds.
    world.environment.advance(2_000)
    await edit({ template: template({ [OUTCOME_ANNOTATION]: 'never-ready' }) })
    expect(world.list('Pod')).toHaveLength(2)
    expect(memberOf(status(), 'numberAvailable')).toBe(1)
  })
})

describe('a node', () => {
  const node = (labels: JsonObject, taints: readonly JsonObject[] = []) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'a', labels },
    spec: { taints },
  })
  const required = (...nodeSelectorTerms: readonly JsonObject[]): JsonObject => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  })
  const requirement = (operator: string, values: readonly string[] = []) => ({
    matchExpressions: [{ key: 'size', operator, values }],
  })

  it.each([
    ['In', ['1', '5'], true],
    ['NotIn', ['5'], false],
    ['Exists', [], true],
    ['DoesNotExist', [], false],
    ['Gt', ['4'], true],
    ['Lt', ['4'], false],
    ['Near', ['5'], false],
  ] as const)('meets %s %j: %s', (operator, values, fits) => {
    expect(fitOf(required(requirement(operator, values)), node({ size: '5' })).shouldRun).toBe(fits)
  })

  it('fits where one term does, and none where there is none', () => {
    const labels = { size: '5' }
    expect(fitOf(required(requirement('In', ['1']), requirement('In', ['5'])), node(labels)).shouldRun).toBe(
      true,
    )
    expect(fitOf(required({}), node(labels)).shouldRun).toBe(false)
    expect(fitOf(required(), node(labels)).shouldRun).toBe(false)
  })

  it('keeps what may stay though it takes nothing new, unless that is tolerated', () => {
    const full = node({}, [{ key: 'full', effect: 'NoSchedule' }])
    expect(fitOf({}, full)).toEqual({ shouldRun: false, mayStay: true })
    const tolerant = { tolerations: [{ key: 'full', operator: 'Exists' }] }
    expect(fitOf(tolerant, full)).toEqual({ shouldRun: true, mayStay: true })
    expect(fitOf({}, node({}, [{ key: 'full', effect: 'NoExecute' }])).mayStay).toBe(false)
  })
})
