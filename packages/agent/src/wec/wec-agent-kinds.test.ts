import { startReflector } from '@downsync/adapter-k8s'
import { type JsonObject, listAt, memberOf, stringAt, stringifyJson } from '@downsync/core'
import { manifestWorks, ocmTransport } from '@downsync/transport-ocm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  appliedWork,
  CONFIG_MAPS,
  conditionIn,
  configMap,
  manifestConditionOf,
  startWecWorld,
  until,
  untilApplied,
  WEC,
  type WecWorld,
  WORKS,
  work,
} from '../testing/wec-world.ts'

let world: WecWorld

beforeEach(async () => {
  world = await startWecWorld()
})
afterEach(() => world.close())

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets'

const definition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  size: { type: 'integer', default: 3 },
                  mode: { type: 'string' },
                },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
}

const widget = (spec: JsonObject): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'x', namespace: 'default' },
  spec,
})

const UNKNOWN = `Failed to apply manifest: the server doesn't have a resource type "Widget"`

describe('AGT-2 kinds', () => {
  it('AGT-2 a definition and an object of it in one work, without a word of failure', async () => {
    const said: string[] = []
    const reflector = startReflector({
      client: world.its.client,
      target: { ...manifestWorks, namespaced: true, namespace: WEC },
      environment: world.environment,
      onEvents: (events) => said.push(stringifyJson(events)),
    })
    await world.start()
    await world.its.post(WORKS, work('w', [widget({ mode: 'a' }), definition]))
    await untilApplied(world, 'w')
    reflector.stop()
    expect(memberOf(await world.wec.get(`${WIDGETS}/x`), 'spec')).toEqual({ mode: 'a', size: 3 })
    expect(said.join()).not.toContain('Failed')
  })

  it('AGT-2 WRP-9 an unknown kind is said, its neighbours are applied, and it follows when it is known', async () => {
    await world.start()
    await world.its.post(WORKS, work('w', [widget({}), configMap('a')]))
    const said = await until(async () => {
      // Only what lasts is spoken of.
      world.environment.advance(500)
      const found = await world.its.get(`${WORKS}/w`)
      return manifestConditionOf(found, 0, 'Applied') !== undefined && found
    })
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({ status: 'False', message: UNKNOWN })
    expect(manifestConditionOf(said, 0, 'Available')).toMatchObject({
      status: 'Unknown',
      reason: 'IncompleteResourceMeta',
      message: 'Resource meta is incomplete',
    })
    expect(conditionIn(said, 'Available')).toMatchObject({
      status: 'Unknown',
      message: '1 of 2 resources have unknown status',
    })
    expect(ocmTransport.deliveryOf(said)).toMatchObject([
      { state: 'failed', cause: 'unknownKind' },
      { state: 'applied', current: true },
    ])
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeDefined()
    await world.wec.post(CRDS, definition)
    await untilApplied(world, 'w')
    expect(await world.wec.get(`${WIDGETS}/x`)).toBeDefined()
  })

  it('AGT-2 while a kind is unknown nothing of the work is withdrawn (v1.3); v1.0 goes on', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    const edited = { spec: { workload: { manifests: [widget({}), configMap('b')] } } }
    await world.its.merge(`${WORKS}/w`, edited)
    await until(async () => {
      world.environment.advance(500)
      return manifestConditionOf(await world.its.get(`${WORKS}/w`), 0, 'Applied')
    })
    await agent.idle()
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeDefined()
    await agent.stop()
    await world.start({ profile: 'v1.0' })
    await until(async () => (await world.wec.get(`${CONFIG_MAPS}/a`)) === undefined)
  })

  it('P-4 an object whose kind is not known any more is neither forgotten nor deleted', async () => {
    const agent = await world.start({ profile: 'v1.0' })
    await world.wec.post(CRDS, definition)
    await world.its.post(WORKS, work('w', [widget({}), configMap('a')]))
    await untilApplied(world, 'w')
    await agent.idle()
    // From now on discovery does not tell the group.
    const hidden = world.wec.space.faults.order({
      fault: { kind: 'status', code: 503 },
      matches: ({ path }) => path === '/apis' || path.startsWith('/apis/example.com/v1'),
      times: 100_000,
    })
    await agent.stop()
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [widget({ mode: 'b' })] } } })
    const next = await world.start({ profile: 'v1.0' })
    await until(async () => {
      world.environment.advance(500)
      const applied = manifestConditionOf(await world.its.get(`${WORKS}/w`), 0, 'Applied')
      return stringAt(applied, 'status') === 'False'
    })
    expect(listAt(await appliedWork(world, 'w'), 'status', 'appliedResources')).toHaveLength(2)
    hidden()
    await untilApplied(world, 'w', 2)
    await next.idle()
    const found = await world.wec.get(`${WIDGETS}/x`)
    expect(memberOf(found, 'spec')).toEqual({ mode: 'b', size: 3 })
  })

  it('AGT-2 defaults and unknown fields of a custom resource are not written again and again', async () => {
    const agent = await world.start()
    await world.wec.post(CRDS, definition)
    await world.its.post(WORKS, work('w', [widget({ mode: 'a', unknown: 1 })]))
    await untilApplied(world, 'w')
    await agent.idle()
    world.wec.writes()
    // A kind without a status of its own: it is kept.
    await world.wec.merge(`${WIDGETS}/x`, { status: { done: true } })
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [widget({ mode: 'b' })] } } })
    await untilApplied(world, 'w', 2)
    await agent.idle()
    const found = await world.wec.get(`${WIDGETS}/x`)
    expect(memberOf(found, 'spec')).toEqual({ mode: 'b', size: 3 })
    expect(memberOf(found, 'status')).toEqual({ done: true })
    expect(world.wec.writes()).toEqual(['update widgets x'])
  })

  it('AGT-2 the definition goes: so do its objects, and the work says so', async () => {
    await world.start()
    await world.wec.post(CRDS, definition)
    await world.its.post(WORKS, work('w', [widget({}), configMap('a')]))
    await untilApplied(world, 'w')
    await world.wec.remove(`${CRDS}/widgets.example.com`)
    await until(async () => {
      world.environment.advance(500)
      const applied = manifestConditionOf(await world.its.get(`${WORKS}/w`), 0, 'Applied')
      return stringAt(applied, 'message') === UNKNOWN
    })
    await world.wec.post(CRDS, definition)
    await untilApplied(world, 'w')
    expect(await world.wec.get(`${WIDGETS}/x`)).toBeDefined()
  })
})
