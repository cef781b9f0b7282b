import {
  equalJson,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
} from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import { objectAt, withMetadata } from '../shared/object.ts'
import { CLAIMS, STATEFUL_SETS } from '../shared/resources.ts'
import { REVISION_LABEL, templateIn } from '../shared/revisions.ts'
import { podOf } from '../shared/template.ts'
import type { World } from '../shared/world.ts'
import { claimName, type StatefulSetSpec } from './stateful-set-spec.ts'

const POD_NAME = 'statefulset.kubernetes.io/pod-name'
const POD_INDEX = 'apps.kubernetes.io/pod-index'

/** A Pod of a StatefulSet that is still to be made: with the name, host name and claims of its ordinal. */
export function podWith(spec: StatefulSetSpec, revision: KubeObject, ordinal: number): KubeObject {
  const { object } = spec
  const template = templateIn(revision)
  const name = `${nameOf(object)}-${ordinal}`
  const volumes = volumesOf(spec, listAt(template, 'spec', 'volumes'), ordinal)
  const service = stringAt(object, 'spec', 'serviceName')
  return podOf({ object, resource: STATEFUL_SETS }, template, {
    name,
    labels: { [REVISION_LABEL]: nameOf(revision), [POD_NAME]: name, [POD_INDEX]: String(ordinal) },
    spec: {
      hostname: name,
      ...(service === undefined ? {} : { subdomain: service }),
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  })
}

/** The Pod with what makes it the one of its ordinal; the same where nothing is amiss. */
export function withIdentity(spec: StatefulSetSpec, pod: KubeObject, ordinal: number): KubeObject {
  const volumes = listAt(pod, 'spec', 'volumes')
  const wanted = volumesOf(spec, volumes, ordinal)
  const isNamed = memberOf(labelsOf(pod), POD_NAME) === nameOf(pod)
  const isStored = wanted.every((volume) => volumes.some((one) => coversClaim(one, volume)))
  if (isNamed && isStored) return pod
  const labels = { ...labelsOf(pod), [POD_NAME]: nameOf(pod), [POD_INDEX]: String(ordinal) }
  const named = withMetadata(pod, { labels })
  return isStored ? named : { ...named, spec: { ...objectAt(pod, 'spec'), volumes: wanted } }
}

function coversClaim(volume: Json, wanted: Json): boolean {
  return (
    equalJson(volume, wanted) ||
    (stringAt(volume, 'name') === stringAt(wanted, 'name') &&
      stringAt(volume, 'persistentVolumeClaim', 'claimName') ===
        stringAt(wanted, 'persistentVolumeClaim', 'claimName'))
  )
}

function volumesOf(spec: StatefulSetSpec, there: readonly Json[], ordinal: number): readonly Json[] {
  const own = spec.claims.map((claim): JsonObject => {
    const claimed = { claimName: claimName(spec.object, claim, ordinal) }
    return { name: stringAt(claim, 'metadata', 'name') ?? '', persistentVolumeClaim: claimed }
  })
  const names = new Set(own.map((volume) => volume['name']))
  return [...own, ...there.filter((volume) => !names.has(stringAt(volume, 'name') ?? ''))]
}

/** The claims of a Pod that are not there; they stay when the Pod goes. */
export function missingClaims(world: World, spec: StatefulSetSpec, ordinal: number): readonly Write[] {
  const { object } = spec
  const namespace = namespaceOf(object)
  return spec.claims.flatMap((claim) => {
    const name = claimName(object, claim, ordinal)
    if (!isObject(claim) || world.get(CLAIMS, namespace, name) !== undefined) return []
    const labels = {
      ...objectAt(claim, 'metadata', 'labels'),
      ...objectAt(object, 'spec', 'selector', 'matchLabels'),
    }
    const metadata = { ...objectAt(claim, 'metadata'), name, namespace, labels }
    const made = { ...claim, apiVersion: 'v1', kind: CLAIMS.kind, metadata }
    return [{ verb: 'create', resource: CLAIMS, object: made }]
  })
}
