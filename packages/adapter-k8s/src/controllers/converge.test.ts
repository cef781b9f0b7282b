import { isDeleting, type JsonObject, nameOf, namespaceOf } from '@downsync/core'
import type { Fault, FaultOrder } from '@downsync/space'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AGENT_FINALIZER, statusOf } from '../../../../test/generators/agent.ts'
import {
  type ControlSpaces,
  configMap,
  configMapsIn,
  PATHS,
  policy,
  setScene,
  startControlSpaces,
} from '../testing/control-spaces.ts'
import { atRest, runInSpaces, writesAtRest } from '../testing/run-in-spaces.ts'

/** Spaces of their own for each example. */
async function inSpaces<T>(test: (spaces: ControlSpaces) => Promise<T>): Promise<T> {
  const spaces = await startControlSpaces()
  try {
    return await test(spaces)
  } finally {
    await spaces.close()
  }
}

/** What users do; to what is not there it does nothing. */
type Change = Readonly<{
  space: 'wds' | 'its'
  method: 'POST' | 'PATCH' | 'DELETE'
  path: string
  body?: JsonObject
}>

async function make(spaces: ControlSpaces, { space, method, path, body }: Change): Promise<void> {
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  await spaces[space].client.request({ method, path, contentType, ...(body === undefined ? {} : { body }) })
}

const objects = ['a', 'b', 'c'] as const
const wecs = ['east', 'west'] as const
const policies = ['p', 'q'] as const
const object = fc.constantFrom(...objects)
const wec = fc.constantFrom(...wecs)
const policyName = fc.constantFrom(...policies)

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(object, fc.nat(9)).map(([name, k]): Change => {
    const body = configMap(name, 'web', { k: String(k) })
    return { space: 'wds', method: 'POST', path: configMapsIn('shop'), body }
  }),
  fc.tuple(object, fc.nat(9), fc.boolean()).map(([name, k, isWeb]): Change => {
    const body = { data: { k: String(k) }, metadata: { labels: { app: isWeb ? 'web' : 'other' } } }
    return { space: 'wds', method: 'PATCH', path: `${configMapsIn('shop')}/${name}`, body }
  }),
  object.map((name): Change => ({ space: 'wds', method: 'DELETE', path: `${configMapsIn('shop')}/${name}` })),
  policyName.map((name): Change => {
    return { space: 'wds', method: 'POST', path: PATHS.policies, body: policy(name, 'web', 'edge') }
  }),
  policyName.map((name): Change => ({ space: 'wds', method: 'DELETE', path: `${PATHS.policies}/${name}` })),
  policyName.map((name): Change => ({ space: 'wds', method: 'DELETE', path: `${PATHS.bindings}/${name}` })),
  fc.tuple(wec, fc.boolean()).map(([name, isEdge]): Change => {
    const body = { metadata: { labels: { site: isEdge ? 'edge' : 'core' } } }
    return { space: 'its', method: 'PATCH', path: `${PATHS.managedClusters}/${name}`, body }
  }),
  // Somebody deletes wrapped objects.
  wec.map((name): Change => {
    const path = `/apis/work.open-cluster-management.io/v1/namespaces/${name}/manifestworks`
    return { space: 'its', method: 'DELETE', path }
  }),
)

const WORKS = '/apis/work.open-cluster-management.io/v1/namespaces'

/** All agents get round to their mailboxes once: hold, report, and let go. */
async function actAsAgents(spaces: ControlSpaces): Promise<void> {
  for (const work of spaces.its.space.objects().filter(({ kind }) => kind === 'ManifestWork')) {
    const path = `${WORKS}/${namespaceOf(work)}/manifestworks/${nameOf(work)}`
    const finalizers = isDeleting(work) ? [] : [AGENT_FINALIZER]
    const patch = (at: string, body: JsonObject) =>
      make(spaces, { space: 'its', method: 'PATCH', path: at, body })
    await patch(path, { metadata: { finalizers } })
    await patch(`${path}/status`, { status: statusOf(work, () => 'applied') })
  }
}

/** What goes wrong between the controllers and a space. */
type Trouble = Readonly<{ space: 'wds' | 'its' }> &
  Readonly<
    | { kind: 'write' | 'read'; fault: Fault; times: number }
    | { kind: 'cutWatches' | 'compact' }
    | { kind: 'restart' }
  >

const space = fc.constantFrom('wds', 'its')
const writeFaults = fc.constantFrom<Fault>(
  { kind: 'status', code: 409 },
  { kind: 'status', code: 429, retryAfterSeconds: 1 },
  { kind: 'status', code: 500 },
  { kind: 'status', code: 503 },
  { kind: 'cut', isDone: false },
  { kind: 'cut', isDone: true },
  { kind: 'delay', milliseconds: 20 },
)
const readFaults = fc.constantFrom<Fault>(
  { kind: 'status', code: 410 },
  { kind: 'status', code: 429, retryAfterSeconds: 1 },
  { kind: 'status', code: 500 },
  { kind: 'cut', isDone: false },
  { kind: 'delay', milliseconds: 20 },
)
const times = fc.integer({ min: 1, max: 4 })
const troubles: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write'), space, fault: writeFaults, times }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read'), space, fault: readFaults, times }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('cutWatches', 'compact'), space }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart'), space }) },
)

const isOfControllers: NonNullable<FaultOrder['matches']> = ({ user }) => user.name === 'controller'
const isRead = (verb: string) => ['get', 'list', 'watch'].includes(verb)

const steps = fc.oneof(
  { weight: 4, arbitrary: changes.map((change) => ({ change })) },
  { weight: 3, arbitrary: troubles.map((trouble) => ({ trouble })) },
  { weight: 1, arbitrary: fc.constant('agents' as const) },
)

describe('P-6 what runs, whatever happens,', () => {
  it('converges to what is decided, and rests there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 3, maxLength: 25 }), (list) =>
        inSpaces(async (spaces) => {
          await setScene(spaces, { objects: ['a', 'b'], wecs })
          let running = await runInSpaces(spaces)
          for (const step of list) {
            if (step === 'agents') await actAsAgents(spaces)
            else if ('change' in step) await make(spaces, step.change)
            else if (step.trouble.kind === 'restart') {
              running.kill()
              running = await runInSpaces(spaces)
            } else cause(spaces, step.trouble)
          }
          for (const { space: server } of [spaces.wds, spaces.its]) server.faults.clear()
          await atRest(spaces, running)
          expect(await writesAtRest(spaces, running)).toEqual([])
          await running.stop()
        }),
      ),
      { numRuns: 10 },
    )
  }, 300_000)
})

describe('P-6 killed at any moment', () => {
  it.each([
    ['before a write is sent', false],
    ['with the answer to a write under way', true],
  ])(
    '%s, the next one finishes what was begun, and nothing is done twice',
    async (_, isSent) => {
      let lives = 0
      for (let write = 1; ; write++) {
        const lived = await inSpaces(async (spaces) => {
          await setScene(spaces, { objects: ['a', 'b'], wecs })
          const isOver = await dieAt(spaces, write, isSent)
          if (isOver) return false
          expect(await objectsMade(spaces)).toEqual([
            'Binding p',
            'ManifestWork p-wds1-0',
            'ManifestWork p-wds1-0',
          ])
          return true
        })
        if (!lived) break
        lives++
      }
      expect(lives).toBeGreaterThanOrEqual(5)
    },
    300_000,
  )

  it.each([
    ['before a write is sent', false],
    ['with the answer to a write under way', true],
  ])(
    '%s, while it changes and cleans up',
    async (_, isSent) => {
      let lives = 0
      for (let write = 1; ; write++) {
        const lived = await inSpaces(async (spaces) => {
          await setScene(spaces, { objects: ['a', 'b'], wecs })
          await make(spaces, {
            space: 'wds',
            method: 'POST',
            path: PATHS.policies,
            body: policy('q', 'web', 'edge'),
          })
          const first = await runInSpaces(spaces)
          await atRest(spaces, first)
          await first.stop()
          await make(spaces, { space: 'wds', method: 'DELETE', path: `${PATHS.policies}/p` })
          const body = { data: { k: '1' } }
          await make(spaces, { space: 'wds', method: 'PATCH', path: `${configMapsIn('shop')}/a`, body })
          const isOver = await dieAt(spaces, write, isSent, atRestWithAgents)
          if (isOver) return false
          expect(await objectsMade(spaces)).toEqual([
            'Binding q',
            'ManifestWork q-wds1-0',
            'ManifestWork q-wds1-0',
          ])
          return true
        })
        if (!lived) break
        lives++
      }
      expect(lives).toBeGreaterThanOrEqual(7)
    },
    300_000,
  )
})

/** Lets controllers die at this write, and others take over until all is at rest; true: there was no such write. */
async function dieAt(spaces: ControlSpaces, write: number, isSent: boolean, rest = atRest): Promise<boolean> {
  const first = await runInSpaces(spaces, { death: { write, isSent } })
  const hasDied = await Promise.race([
    first.mortality.died.then(() => true),
    rest(spaces, first).then(() => false),
  ])
  if (!hasDied) {
    await first.stop()
    return true
  }
  first.kill()
  const next = await runInSpaces(spaces)
  await rest(spaces, next)
  expect(await writesAtRest(spaces, next)).toEqual([])
  await next.stop()
  return false
}

// WRP-10: what one policy leaves goes when an agent has applied what another one is to hold.
async function atRestWithAgents(...[spaces, running]: Parameters<typeof atRest>): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await atRest(spaces, running)
    await actAsAgents(spaces)
  }
  await atRest(spaces, running)
}

async function objectsMade({ wds, its }: ControlSpaces): Promise<readonly string[]> {
  const objects = [...wds.space.objects(), ...its.space.objects()]
  return objects
    .filter(({ kind }) => kind === 'Binding' || kind === 'ManifestWork')
    .map((one) => `${one.kind} ${nameOf(one)}`)
    .sort()
}

function cause(spaces: ControlSpaces, trouble: Exclude<Trouble, { kind: 'restart' }>): void {
  const { faults } = spaces[trouble.space].space
  switch (trouble.kind) {
    case 'cutWatches':
      faults.cutWatches(isOfControllers)
      return
    case 'compact':
      faults.compact()
      faults.cutWatches(isOfControllers)
      return
    case 'read':
    case 'write': {
      const { fault, times: count, kind } = trouble
      faults.order({
        fault,
        times: count,
        matches: (request) => isOfControllers(request) && isRead(request.verb) === (kind === 'read'),
      })
    }
  }
}
