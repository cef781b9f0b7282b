import {
  finalizersOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  labelValueFor,
  listAt,
  nameOf,
  namespaceOf,
  type ObjectId,
  type Snapshot,
  stringAt,
  stringifyJson,
  withMember,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  referenceInputOf,
  settingsOf,
  snapshotOfWorld,
  type World,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { worldsWithTemplates } from '../generators/worlds-with-templates.ts'
import { type ReferenceOutcome, referenceOutcome } from '../reference/deliveries.ts'
import { ofKind, type Rest, runs, textOf, toRest } from './support.ts'

const MOST = 12

describe('core and reference', () => {
  it('BND-1..6, CLU, SEL: Bindings at rest are those of the reference', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { rest, reference } = bothOf(world)
        expect(bindingsAtRest(rest)).toEqual(bindingsOf(reference))
      }),
      runs(120),
    )
  })

  it('TRF, DLV-1, WRP: mailboxes at rest hold what the reference delivers', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { rest, reference } = bothOf(world)
        expect(deliveredAtRest(rest, world)).toEqual(deliveredOf(reference))
      }),
      runs(120),
    )
  })

  it('CUS: mailboxes at rest hold what the templates make for each WEC', () => {
    fc.assert(
      fc.property(worldsWithTemplates, (world) => {
        const { rest, reference } = bothOf(world)
        expect(deliveredAtRest(rest, world)).toEqual(deliveredOf(reference))
      }),
      runs(60),
    )
  })
})

function bothOf(world: World): Readonly<{ rest: Rest; reference: ReferenceOutcome }> {
  const rest = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
  return { rest, reference: referenceOutcome(referenceInputOf(world)) }
}

type Lists = Readonly<{ destinations: readonly string[]; workload: readonly string[] }>

function bindingsAtRest({ snapshot }: Rest): Readonly<Record<string, Lists>> {
  return Object.fromEntries(
    standingBindings(snapshot).map((binding) => {
      const workload = ['clusterScope', 'namespaceScope'].flatMap((scope) =>
        listAt(binding, 'spec', 'workload', scope),
      ) as readonly JsonObject[]
      const destinations = listAt(binding, 'spec', 'destinations').map(
        (one) => stringAt(one, 'clusterId') ?? '',
      )
      return [nameOf(binding), { destinations, workload: workload.map(entryText) }]
    }),
  )
}

// One that is deleted while somebody else's finalizer holds it is as good as gone.
function standingBindings(snapshot: Snapshot): readonly KubeObject[] {
  return ofKind(snapshot, 'wds', 'Binding').filter(
    (binding) => !isDeleting(binding) || !finalizersOf(binding).includes('example.com/theirs'),
  )
}

function bindingsOf({ bindings }: ReferenceOutcome): Readonly<Record<string, Lists>> {
  return Object.fromEntries(
    [...bindings].flatMap(([name, { workload, destinations, isThere }]) =>
      isThere ? [[name, { destinations, workload: workload.map(entryText) }]] : [],
    ),
  )
}

// BND-1: a difference only in resourceVersions is no reason to write.
function entryText(entry: JsonObject): string {
  return textOf(withMember(entry, 'resourceVersion', undefined))
}

type Delivered = Readonly<Record<string, readonly string[]>>

function deliveredAtRest({ snapshot }: Rest, world: World): Delivered {
  const delivered: Record<string, string[]> = {}
  for (const work of ofKind(snapshot, 'its', 'ManifestWork')) {
    const bundle = ocmTransport.unwrap(work)
    if (!bundle.ok) throw new Error(`unreadable: ${stringifyJson(work)}`)
    const binding = stringAt(labelsOf(work), 'transport.kubestellar.io/originOwnerReferenceBindingKey') ?? ''
    for (const { id, content, strategy } of bundle.value.items) {
      const info = world.wds.resources.find((one) => one.group === id.group && one.kind === id.kind)
      const identity = {
        group: id.group,
        resource: info?.resource ?? '',
        namespace: id.namespace,
        name: id.name,
      }
      const place = `${namespaceOf(work)} ${binding}`
      delivered[place] = [...(delivered[place] ?? []), deliveryText(identity, content, strategy)]
    }
  }
  return sorted(delivered)
}

function deliveredOf({ delivered }: ReferenceOutcome): Delivered {
  const found: Record<string, string[]> = {}
  for (const [wec, ofWec] of delivered) {
    for (const [binding, objects] of ofWec) {
      for (const [id, { content, strategy }] of objects) {
        const [group = '', resource = '', namespace = '', name = ''] = id.split('/')
        const place = `${wec} ${labelValueFor(binding)}`
        found[place] = [
          ...(found[place] ?? []),
          deliveryText({ group, resource, namespace, name }, content, strategy),
        ]
      }
    }
  }
  return sorted(found)
}

function deliveryText(id: ObjectId, content: unknown, strategy: string): string {
  const text = textOf([id.group, id.resource, id.namespace, id.name, strategy, content])
  // P-6a: servers fill it in, at whatever depth.
  return text.replaceAll(/"creationTimestamp":null,?/g, '')
}

function sorted(delivered: Record<string, string[]>): Delivered {
  return Object.fromEntries(Object.entries(delivered).map(([place, texts]) => [place, texts.sort()]))
}
