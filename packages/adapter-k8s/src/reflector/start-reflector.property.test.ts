import { idKey, type JsonObject, type KubeObject, nameOf, namespaceOf } from '@downsync/core'
import { type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SpaceClient } from '../client/types.ts'
import { impatient } from '../testing/impatient.ts'
import { createReplay } from '../testing/replay.ts'
import { clientByKubeconfig, clientOf } from '../testing/test-client.ts'
import { createTestEnvironment } from '../testing/test-environment.ts'
import { type Happening, happenings } from './reflector-run.arbitrary.ts'
import { startReflector } from './start-reflector.ts'
import type { ReflectorTarget } from './types.ts'

const everything: ReflectorTarget = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
}
const targets: readonly ReflectorTarget[] = [
  everything,
  { ...everything, namespace: 'default' },
  { ...everything, labelSelector: 'on=yes' },
]

describe('following a resource through whatever happens', () => {
  it('SNP-1 ends with what the server has, and every event told once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), happenings, async (target, happened) => {
        await run(target, happened)
      }),
      { numRuns: 30 },
    )
  })
})

async function run(target: ReflectorTarget, happened: readonly Happening[]): Promise<void> {
  const space = await startEmbeddedSpace({ name: 'wds1' })
  const writer = await clientOf(space)
  // Nothing is silent for long here: half-open connections are noticed soon.
  const client = impatient(await clientByKubeconfig(space.kubeconfig() ?? '', 200), 100)
  const replay = createReplay(target)
  const environment = createTestEnvironment()
  const reflector = startReflector({ client, target, environment, pageSize: 2, onEvents: replay.take })
  const settled = () =>
    vi.waitFor(
      () => {
        expect(reflector.known).toBe(true)
        expect(byKey(target, reflector.objects())).toEqual(wantedOf(space, target))
        expect(replay.objects).toEqual(wantedOf(space, target))
      },
      { timeout: 20_000, interval: 2 },
    )
  try {
    for (const one of happened) {
      if (one.kind === 'settle') {
        space.faults.clear()
        await settled()
      } else await happen(space, writer, one)
    }
    space.faults.clear()
    await settled()
    expect(replay.faults).toEqual([])
    expect(environment.logged.filter(({ level }) => level === 'error')).toEqual([])
  } finally {
    reflector.stop()
    client.close()
    writer.close()
    await space.close()
  }
}

async function happen(space: EmbeddedSpace, writer: SpaceClient, one: Happening): Promise<void> {
  switch (one.kind) {
    case 'create':
    case 'update':
    case 'delete':
      return write(writer, one)
    case 'fault': {
      const { fault, times, verb } = one
      space.faults.order({ fault, times, matches: (request) => request.verb === verb })
      return
    }
    case 'cut':
      space.faults.cutWatches()
      return
    case 'silence':
      space.faults.silenceWatches()
      return
    default:
      if (one.kind === 'compact') space.faults.compact()
  }
}

let count = 0

async function write(
  writer: SpaceClient,
  { kind, namespace, name, isOn }: Extract<Happening, { name: string }>,
): Promise<void> {
  const collection = `/api/v1/namespaces/${namespace}/configmaps`
  const body: JsonObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels: { on: isOn ? 'yes' : 'no' } },
    data: { count: String(++count) },
  }
  // What is there already, or not there, is refused; that is as good.
  if (kind === 'create') await writer.request({ method: 'POST', path: collection, body })
  else if (kind === 'update') await writer.request({ method: 'PUT', path: `${collection}/${name}`, body })
  else await writer.request({ method: 'DELETE', path: `${collection}/${name}` })
}

function wantedOf(space: EmbeddedSpace, target: ReflectorTarget): ReadonlyMap<string, KubeObject> {
  const inView = space
    .objects()
    .filter(
      (object) =>
        object.kind === 'ConfigMap' &&
        (target.namespace === undefined || namespaceOf(object) === target.namespace) &&
        (target.labelSelector === undefined || isOn(object)),
    )
  return byKey(target, inView)
}

function isOn(object: KubeObject): boolean {
  const labels = object.metadata['labels'] as JsonObject | undefined
  return labels?.['on'] === 'yes'
}

function byKey(target: ReflectorTarget, objects: Iterable<KubeObject>): ReadonlyMap<string, KubeObject> {
  const entries = [...objects].map((object) => {
    return [idKey({ ...target, namespace: namespaceOf(object), name: nameOf(object) }), object] as const
  })
  return new Map(entries)
}
