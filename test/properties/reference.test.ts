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
  refOf,
  type Snapshot,
  stringAt,
  stringifyJson,
  withMember,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  manifestIdIn,
  referenceInputOf,
  settingsOf,
  snapshotOfWorld,
  type World,
  withObject,
  worldsWithoutMail,
} from '../generators/worlds.ts'
import { worldsWithMail } from '../generators/worlds-with-mail.ts'
import { worldsWithTemplates } from '../generators/worlds-with-templates.ts'
import { type ReferenceOutcome, referenceOutcome } from '../reference/deliveries.ts'
import type { Manifest } from '../reference/world.ts'
import { ofKind, type Rest, runs, textOf, toRest } from './support.ts'

const MOST = 12
const WDS = 'transport.kubestellar.io/originWdsName'
const BINDING = 'transport.kubestellar.io/originOwnerReferenceBindingKey'

describe('core and reference', () => {
  it('BND-1, BND-2, BND-5, BND-6, CLU-1..4, SEL-1..6, SEL-8, SEL-9: Bindings at rest are those of the reference', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { rest, reference } = bothOf(world)
        expect(bindingsAtRest(rest)).toEqual(bindingsOf(reference))
      }),
      runs(120),
    )
  })

  it('TRF-1..6, DLV-1, DLV-2, WRP-5, WRP-7, WRP-12, WRP-13: mailboxes at rest hold what the reference delivers', () => {
    fc.assert(
      fc.property(worldsWithoutMail, (world) => {
        const { rest, reference } = bothOf(world)
        expectAmong(deliveredAtRest(rest, world), deliveredOf(reference))
      }),
      runs(120),
    )
  })

  it('P-4, FRZ-1..3, GRD-1, BND-12, WRP-6, WRP-8: mailboxes in any state come to rest where the reference says', () => {
    fc.assert(
      fc.property(worldsWithMail, (world) => {
        const { rest, reference } = bothOf(world)
        expectAmong(deliveredAtRest(rest, world), deliveredOf(reference))
      }),
      runs(120),
    )
  })

  it('CUS-1, CUS-2, CUS-4, CUS-5: mailboxes at rest hold what the templates make for each WEC', () => {
    fc.assert(
      fc.property(worldsWithTemplates, (world) => {
        const { rest, reference } = bothOf(world)
        expectAmong(deliveredAtRest(rest, world), deliveredOf(reference))
      }),
      runs(60),
    )
  })
})

function bothOf(world: World): Readonly<{ rest: Rest; reference: ReferenceOutcome }> {
  const rest = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
  // COL-10: the Namespace that was made in between is workload like any other.
  const made = rest.snapshot.get(
    refOf('wds', { group: '', resource: 'namespaces', namespace: '', name: 'kubestellar-report' }),
  )
  const known = made === undefined ? world : withObject(world, 'wds', made)
  return { rest, reference: referenceOutcome(referenceInputOf(known)) }
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

// By mailbox, Binding and object, in the order of names: each copy that stands, but for what is on its way out.
function deliveredAtRest({ snapshot }: Rest, world: World): Delivered {
  const delivered: Record<string, string[]> = {}
  const ours = (work: KubeObject) => stringAt(labelsOf(work), WDS) === 'wds1' && !isDeleting(work)
  for (const work of ofKind(snapshot, 'its', 'ManifestWork').filter(ours)) {
    const bundle = ocmTransport.unwrap(work)
    if (!bundle.ok) throw new Error(`unreadable: ${stringifyJson(work)}`)
    for (const { id, content, strategy } of bundle.value.items) {
      const place = [
        namespaceOf(work),
        stringAt(labelsOf(work), BINDING),
        manifestIdIn(world.wds.resources, id),
      ]
      const key = place.join(' ')
      delivered[key] = [...(delivered[key] ?? []), deliveryText({ content, strategy })]
    }
  }
  return delivered
}

function deliveredOf({ delivered }: ReferenceOutcome): Delivered {
  return Object.fromEntries(
    [...delivered].flatMap(([wec, ofWec]) =>
      [...ofWec].flatMap(([binding, objects]) =>
        [...objects].map(([id, manifests]) => [
          `${wec} ${labelValueFor(binding)} ${id}`,
          manifests.map(deliveryText),
        ]),
      ),
    ),
  )
}

function deliveryText({ content, strategy }: Manifest): string {
  // P-6a: servers fill it in, at whatever depth.
  return textOf([strategy, content]).replaceAll(/"creationTimestamp":null,?/g, '')
}

// What stands where one of several may.
function expectAmong(stands: Delivered, allowed: Delivered): void {
  const chosen = Object.entries(allowed).map(([key, texts]) => {
    const copies = stands[key] ?? []
    return [key, copies.length > 0 && copies.every((one) => texts.includes(one)) ? copies : texts] as const
  })
  expect(stands).toEqual(Object.fromEntries(chosen))
}
