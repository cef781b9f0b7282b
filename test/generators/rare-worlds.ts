import type { Json, KubeObject } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { objectOfKind, pick, policies, resourceInfo, transforms } from './vocabulary.ts'
import { type World, withObject, worldsWithoutMail } from './worlds.ts'

const configMaps = resourceInfo('', 'configmaps', 'ConfigMap', true)

/** Worlds in which a CustomTransform looks through objects of about as many levels as it may (TRF-4, P-4). */
export const deepWorlds: Arbitrary<World> = fc
  .tuple(worldsWithoutMail, pick(20, 480, 495, 505, 2_000), pick('$..deep', '$..*', '$.data..x[0]'))
  .map(([world, levels, remove]) => {
    const deep = objectOfKind(
      configMaps,
      { name: 'deep', namespace: 'a', uid: 'uid-deep', resourceVersion: '97' },
      { data: nested(levels) },
    )
    const metadata = { name: 'deep', uid: 'uid-transform-deep', resourceVersion: '96', generation: 1 }
    const spec = { apiGroup: '', resource: 'configmaps', remove: [remove] }
    return [deep, policyForAll(), objectOfKind(transforms, metadata, { spec })].reduce(inWds, world)
  })

function nested(levels: number): Json {
  let value: Json = { x: [1] }
  for (let level = 0; level < levels; level++) value = { below: value }
  return value
}

/** Worlds in which a policy selects about as many objects as one Binding can list (BND-10). */
export const largeWorlds: Arbitrary<World> = fc
  .tuple(worldsWithoutMail, pick(1_500, 2_100, 2_200))
  .map(([world, count]) => {
    const made = Array.from({ length: count }, (_, at) =>
      objectOfKind(configMaps, {
        name: `${'n'.repeat(240)}-${at}`,
        namespace: 'a',
        uid: `uid-large-${at}`,
        resourceVersion: String(10_000 + at),
      }),
    )
    const { wds } = inWds(world, policyForAll())
    return { ...world, wds: { ...wds, objects: [...wds.objects, ...made] } }
  })

/** A policy that takes everything everywhere. */
export function policyForAll(createOnly = false): KubeObject {
  const spec = { clusterSelectors: [{}], downsync: [{ resources: ['*'], createOnly }] }
  return objectOfKind(
    policies,
    { name: 'all', uid: 'uid-all', resourceVersion: '99', generation: 1 },
    { spec },
  )
}

const inWds = (world: World, object: KubeObject) => withObject(world, 'wds', object)
