import type { Unseen } from '../bind/index.ts'
import { type CompiledTransform, compileTransform, TRANSFORMS, transformRef } from '../deliver/index.ts'
import { compareUtf8, isDeleting, type KubeObject, refKey, refOfKey } from '../kube/index.ts'
import { type Inputs, listKey, unseenOf } from './inputs.ts'
import { sameBody } from './selection.ts'
import type { Stage } from './stage.ts'

/** From CustomTransforms to what they remove of which objects (TRF-4). */
export type TransformStages = Readonly<{
  unseen: Stage<Unseen | undefined>
  /** Sorted. */
  transformNames: Stage<readonly string[]>
  /** By name; undefined: there is no such CustomTransform. The same while only its status changes. */
  compiled: Stage<CompiledTransform | undefined>
  /** By the `listKey` of a resource: those that are for it, in the order of their names; the same while nothing about them changes. */
  transformsFor: Stage<readonly CompiledTransform[]>
}>

/** The stages of CustomTransforms, wired. */
export function transformStages(inputs: Inputs): TransformStages {
  const unseen: TransformStages['unseen'] = {
    name: 'transformsUnseen',
    compute: (read) => unseenOf(inputs, read, 'wds', TRANSFORMS),
  }
  const transformNames: TransformStages['transformNames'] = {
    name: 'transformNames',
    compute: (read) =>
      read
        .get(inputs.keys, listKey('wds', TRANSFORMS))
        .map((key) => refOfKey(key).name)
        .sort(compareUtf8),
  }
  const body: Stage<KubeObject | undefined> = {
    name: 'transformBody',
    compute: (read, name) => read.get(inputs.object, refKey(transformRef(name))),
    same: (a, b) => sameBody(a, b) && isLeaving(a) === isLeaving(b),
  }
  const compiled: TransformStages['compiled'] = {
    name: 'compiledTransform',
    compute: (read, name) => {
      const transform = read.get(body, name)
      return transform === undefined ? undefined : compileTransform(transform)
    },
  }
  const transformsFor: TransformStages['transformsFor'] = {
    name: 'transformsFor',
    compute: (read, key) => {
      const { group, resource } = refOfKey(key)
      return read.get(transformNames, '').flatMap((name) => {
        const transform = read.get(compiled, name)
        const isMeant = transform?.target?.group === group && transform.target.resource === resource
        // Deleting one is deliberate and takes effect, whoever's finalizer still holds it.
        return isMeant && !isLeaving(read.get(body, name)) ? [transform] : []
      })
    },
    same: (a, b) => a.length === b.length && a.every((transform, at) => transform === b[at]),
  }
  return { unseen, transformNames, compiled, transformsFor }
}

function isLeaving(transform: KubeObject | undefined): boolean {
  return transform !== undefined && isDeleting(transform)
}
