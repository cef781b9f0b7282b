import {
  finalizersOf,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  serverForm,
  stringAt,
  stringifyJson,
  uidOf,
  valueAt,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { OWN_LABELS } from '../reference/world.ts'
import { runs, textOf, toRest } from './support.ts'

const MOST = 12

describe('what is not ours', () => {
  it('WRP-6, ACT-1 objects of others are not touched', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), 'no agent', MOST)
        const after = new Map(
          [...snapshot.objects('wds'), ...snapshot.objects('its')].map((object) => [uidOf(object), object]),
        )
        for (const object of [...world.wds.objects, ...world.its.objects]) {
          if (isOurs(object)) continue
          const now = after.get(uidOf(object))
          expect(textOf(now && bare(now)), nameOf(object)).toBe(textOf(bare(object)))
        }
      }),
      runs(60),
    )
  })

  it('WRP-4, BND-7 what others put on ours is kept', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), 'no agent', MOST)
        const before = new Map([...world.wds.objects, ...world.its.objects].map((one) => [uidOf(one), one]))
        for (const now of [...snapshot.objects('wds'), ...snapshot.objects('its')]) {
          const object = before.get(uidOf(now))
          if (object === undefined || !isOurs(object)) continue
          for (const one of finalizersOf(object))
            if (!isOurFinalizer(one)) expect(finalizersOf(now), nameOf(now)).toContain(one)
          for (const [key, value] of Object.entries(labelsOf(object)))
            if (!key.startsWith('transport.kubestellar.io/')) expect(memberOf(labelsOf(now), key)).toBe(value)
          expect(valueAt(now, 'spec', 'executor')).toEqual(valueAt(object, 'spec', 'executor'))
          const theirs = (one: KubeObject) =>
            listAt(one, 'status', 'conditions').filter(
              (condition) => stringAt(condition, 'type') === 'Theirs',
            )
          expect(theirs(now)).toEqual(theirs(object))
        }
      }),
      runs(60),
    )
  })
})

function isOurFinalizer(name: string): boolean {
  return ['bindingpolicy.kubestellar.io/kscontroller', 'transport.kubestellar.io/object-cleanup'].includes(
    name,
  )
}

// Control objects, and wrapped objects that carry our name.
function isOurs(object: KubeObject): boolean {
  if (object.kind === 'BindingPolicy' || object.kind === 'Binding') return true
  // COL-10
  if (object.kind === 'CombinedStatus')
    return stringAt(labelsOf(object), 'status.kubestellar.io/binding-policy') !== undefined
  return stringAt(labelsOf(object), 'transport.kubestellar.io/originWdsName') === 'wds1'
}

// SNP-4; of a user's object, reported state is ours to write, with the labels that tell of it (ACT-1). A server keeps no empty maps.
function bare(object: KubeObject): JsonObject {
  const { managedFields: _, ...metadata } = object.metadata
  if (object.kind === 'CustomTransform' || object.kind === 'StatusCollector') {
    // TRF-4, COL-9: what is wrong with it is said in its status.
    const { resourceVersion: _, ...others } = metadata
    const { status: _said, ...content } = object
    return { ...content, metadata: others }
  }
  if (object.apiVersion.startsWith('control.kubestellar.io/')) return { ...object, metadata }
  const { resourceVersion: _version, generation: _generation, labels: _labels, ...rest } = metadata
  const { status: _status, ...content } = serverForm(object)
  const labels = Object.entries(labelsOf(object)).filter(([key]) => !OWN_LABELS.includes(key))
  const kept = Object.entries(rest).filter(([, value]) => !['{}', '[]'].includes(stringifyJson(value)))
  return { ...content, metadata: { ...Object.fromEntries(kept), labels: Object.fromEntries(labels) } }
}
