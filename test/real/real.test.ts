import {
  type KubeObject,
  listAt,
  manifestKey,
  type ObjectId,
  type Outcome,
  plan,
  stringAt,
  valueAt,
  withheldBecause,
} from '@downsync/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { planToTheEnd } from './plan-real.ts'
import { areThere, realWorld } from './real-world.ts'

const WECS = 100
const POLICIES = 20
const HARD_LIMIT = 512_000

// Not part of the project: where they are not, this says so and `npm run real` does, too.
describe.runIf(areThere())('real installations on a hundred WECs', () => {
  let world: ReturnType<typeof realWorld>
  let planned: ReturnType<typeof planToTheEnd>
  // Not outside: what stands in a `describe` runs where its tests do not, too.
  beforeAll(() => {
    world = realWorld(WECS, POLICIES)
    planned = planToTheEnd(world.snapshot)
  }, 300_000)

  it('are read without an error', () => {
    const { objects, complaints } = world
    expect(objects).toBeGreaterThan(180)
    expect(complaints.filter((line) => !line.includes('name no namespace'))).toEqual([])
  })

  it('P-6 are planned, applied, and then nothing is left to write', () => {
    const { rounds, outcome } = planned
    expect(rounds.length).toBeLessThanOrEqual(4)
    expect(plan(outcome).actions).toEqual([])
  })

  it('WRP-1 fit into ManifestWorks that the hub takes, none empty', () => {
    expect(planned.works.filter((work) => work.bytes > HARD_LIMIT || work.manifests === 0)).toEqual([])
  })

  it('WRP-5 but for one object over the limit, which is named on its Binding, all that Bindings list is delivered', () => {
    const { outcome } = planned
    const missing = new Set(missingFrom(outcome))
    expect([...missing]).toEqual(['monitoring/all-dashboards'])
    const named = [...outcome.problems].flatMap(([, problems]) => problems).map((problem) => problem.code)
    expect(named).toContain('ObjectTooLarge')
  })
})

describe.runIf(!areThere())('real installations', () => {
  it('are NOT RUN: the manifests are not here (REAL_MANIFESTS=<folder> says where)', () => {
    expect(areThere()).toBe(false)
  })
})

// What Bindings list for a WEC and no wrapped object there holds, what every WEC has of its own (DLV-1) aside.
function missingFrom(outcome: Outcome): string[] {
  const held = new Map(
    [...outcome.mailboxes].map(([wec, bundles]) => [
      wec,
      new Set(bundles.flatMap((bundle) => bundle.items.map((item) => manifestKey(item.id)))),
    ]),
  )
  const missing: string[] = []
  for (const [, { binding }] of outcome.bindings) {
    const wecs = listAt(binding, 'spec', 'destinations').map((one) => stringAt(one, 'clusterId') ?? '')
    for (const id of idsIn(binding)) {
      const object = outcome.snapshot.get({ space: 'wds', ...id })
      const kind = outcome.snapshot.resource('wds', id)?.kind ?? ''
      if (object === undefined || withheldBecause(object, id) !== undefined) continue
      const key = manifestKey({ group: id.group, kind, namespace: id.namespace, name: id.name })
      if (!wecs.every((wec) => held.get(wec)?.has(key))) missing.push(`${id.namespace}/${id.name}`)
    }
  }
  return missing
}

function idsIn(binding: KubeObject): readonly ObjectId[] {
  const workload = valueAt(binding, 'spec', 'workload')
  return [...listAt(workload, 'clusterScope'), ...listAt(workload, 'namespaceScope')].map((entry) => ({
    group: stringAt(entry, 'group') ?? '',
    resource: stringAt(entry, 'resource') ?? '',
    namespace: stringAt(entry, 'namespace') ?? '',
    name: stringAt(entry, 'name') ?? '',
  }))
}
