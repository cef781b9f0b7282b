import type { KubeObject } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { propertyMap, templating } from './properties.ts'
import { objectOfKind, policies } from './vocabulary.ts'
import { textOfWorld, type World, withObject, worldsWithoutMail } from './worlds.ts'

/** Worlds whose mailboxes are empty, in which most of what is delivered has templates, and most WECs have properties. */
export const worldsWithTemplates: Arbitrary<World> = fc
  .record({
    world: worldsWithoutMail,
    templates: fc.array(templating, { minLength: 2, maxLength: 4 }),
    maps: fc.array(propertyMap, { maxLength: 4 }),
  })
  .map(({ world, templates, maps }) => {
    const spec = { clusterSelectors: [{}], downsync: [{ resources: ['*'] }] }
    const all = objectOfKind(policies, { name: 'all', uid: 'uid-all', resourceVersion: '99' }, { spec })
    const objects = world.wds.objects.map((object, at) => {
      const templated = templates[at % templates.length]
      return templated === undefined || !isPlain(object) ? object : templated(object)
    })
    const customized = maps.reduce<World>((made, map) => withObject(made, 'its', map), {
      ...world,
      wds: { ...world.wds, objects: [all, ...objects] },
    })
    return Object.assign(customized, { [fc.toStringMethod]: () => textOfWorld(customized) })
  })

// Namespaces and what is theirs are told by labels and annotations.
function isPlain({ apiVersion, kind }: KubeObject): boolean {
  return !apiVersion.startsWith('control.kubestellar.io/') && kind !== 'Namespace'
}
