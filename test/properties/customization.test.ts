import {
  annotationsOf,
  isKubeObject,
  isObject,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  namespaceOf,
  type Snapshot,
  stringAt,
  stringifyJson,
  withEvents,
  withMember,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putEvent } from '../generators/changes.ts'
import { propertyMap } from '../generators/properties.ts'
import { settingsOf, snapshotOfWorld, type World, worldsWithoutMail } from '../generators/worlds.ts'
import { worldsWithTemplates } from '../generators/worlds-with-templates.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12
const EXPAND = 'control.kubestellar.io/expand-templates'

describe('customization', () => {
  it('P-5, CUS-4 other properties of a WEC change what has templates there, and nothing else', () => {
    fc.assert(
      fc.property(worldsWithTemplates, propertyMap, (world, map) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const changed = withEvents(snapshot, [putEvent(snapshot, 'its', map)])
        const after = toRest(changed, settings, {}, MOST).snapshot
        const asked = (text: string) => text.startsWith(`${nameOf(map)} `) && text.includes(EXPAND)
        const [then, now] = [snapshot, after].map((one) => manifestsOf(one).filter((text) => !asked(text)))
        expect(now).toEqual(then)
      }),
      runs(60),
    )
  })

  it('P-4, CUS-4 properties that are gone, and sources that are not seen, withdraw nothing', () => {
    fc.assert(
      fc.property(worldsWithTemplates, fc.constantFrom('maps', 'annotations', 'unseen'), (world, gone) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const after = toRest(withoutProperties(snapshot, gone), settings, {}, MOST).snapshot
        // Something else may come: another source has the key.
        expect(identitiesOf(after)).toEqual(expect.arrayContaining([...identitiesOf(snapshot)]))
      }),
      runs(60),
    )
  })

  it('SNP-2 while the ConfigMaps are not seen, nothing that has templates changes', () => {
    fc.assert(
      fc.property(worldsWithTemplates, propertyMap, fc.nat(), (world, map, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const objects = [...snapshot.objects('wds')].filter((one) => annotationsOf(one)[EXPAND] === 'true')
        const object = objects[at % Math.max(1, objects.length)]
        const edit =
          object === undefined ? [] : [putEvent(snapshot, 'wds', { ...object, edited: '{{.clusterName}}' })]
        const blind = withEvents(withoutProperties(snapshot, 'unseen'), [
          putEvent(snapshot, 'its', map),
          ...edit,
        ])
        const after = toRest(blind, settings, {}, MOST).snapshot
        const templated = (one: Snapshot) => manifestsOf(one).filter((text) => /\{\{|"templated"/.test(text))
        expect(manifestsOf(after).filter((text) => text.includes('"edited"'))).toEqual([])
        expect(templated(after)).toEqual(templated(snapshot))
      }),
      runs(40),
    )
  })

  it('CUS-1 an object without {{ is delivered the same, but for the annotation, with it and without', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const [plain, asking] = [withAnnotation(world, undefined), withAnnotation(world, 'true')].map((one) =>
          manifestsOf(toRest(snapshotOfWorld(one), settingsOf(one), {}, MOST).snapshot),
        )
        const without = (text: string) =>
          text.replace(/"annotations":\{"[^"]*expand-templates":"true"\},/, '')
        expect(asking?.map(without)).toEqual(plain)
      }),
      runs(40),
    )
  })
})

// Objects that fit with the annotation too, and have no other one.
function withAnnotation(world: World, value: string | undefined): World {
  const objects = world.wds.objects
    .filter((one) => !stringifyJson(one).includes('{{') && stringifyJson(one).length < 1_500)
    .map((one) => {
      if (one.apiVersion.startsWith('control.kubestellar.io/')) return one
      const annotations: JsonObject = value === undefined ? {} : { [EXPAND]: value }
      return { ...one, metadata: withMember(one.metadata, 'annotations', annotations) }
    })
  // Sizes differ by the annotation.
  const { bytes: _, ...limits } = world.limits
  return { ...world, wds: { ...world.wds, objects }, limits }
}

function withoutProperties(snapshot: Snapshot, gone: string): Snapshot {
  if (gone === 'unseen')
    return withEvents(
      snapshot,
      snapshot
        .resources('its')
        .filter(({ resource }) => resource === 'configmaps')
        .map((info) => ({ kind: 'resource', space: 'its', info: { ...info, known: { why: 'lost' } } })),
    )
  if (gone === 'annotations')
    return withEvents(
      snapshot,
      ofKind(snapshot, 'its', 'ManagedCluster').map((one) =>
        putEvent(snapshot, 'its', {
          ...one,
          metadata: withMember(one.metadata, 'annotations', undefined),
        }),
      ),
    )
  return withEvents(
    snapshot,
    ofKind(snapshot, 'its', 'ConfigMap').map((map) => ({
      kind: 'deleted',
      uid: '',
      ref: {
        space: 'its',
        group: '',
        resource: 'configmaps',
        namespace: namespaceOf(map),
        name: nameOf(map),
      },
    })),
  )
}

function itemsOf(snapshot: Snapshot): readonly Readonly<{ place: string; manifest: KubeObject }>[] {
  return ofKind(snapshot, 'its', 'ManifestWork').flatMap((work) => {
    const place = `${namespaceOf(work)} ${stringAt(labelsOf(work), 'transport.kubestellar.io/originOwnerReferenceBindingKey')}`
    const manifests = listAt(work, 'spec', 'workload', 'manifests').filter(isKubeObject)
    return manifests.map((manifest) => ({ place, manifest }))
  })
}

/** What stands in mailboxes: the WEC, the Binding, the manifest. */
function manifestsOf(snapshot: Snapshot): readonly string[] {
  return itemsOf(snapshot)
    .map(({ place, manifest }) => `${place} ${textOf(manifest)}`)
    .sort()
}

function identitiesOf(snapshot: Snapshot): readonly string[] {
  return itemsOf(snapshot)
    .map(({ place, manifest: { apiVersion, kind, metadata } }) =>
      [
        place,
        apiVersion,
        kind,
        ...(isObject(metadata) ? [metadata['namespace'], metadata['name']] : []),
      ].join(' '),
    )
    .sort()
}
