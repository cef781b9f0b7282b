import {
  type Action,
  apiVersionOf,
  evaluate,
  type KubeObject,
  namespaceOf,
  plan,
  type ResourceInfo,
  type Settings,
  type Snapshot,
  type Space,
  snapshotOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { runControllers } from '../controllers/run-controllers.ts'
import type { ControllerOptions, Controllers } from '../controllers/types.ts'
import { wantedResources } from '../controllers/wanted-resources.ts'
import { discover } from '../discovery/discover.ts'
import type { Environment, LogEntry } from '../environment.ts'
import { type ControlSpaces, configMap, configMapsIn, type TestSpace } from './control-spaces.ts'
import { hastyEnvironment } from './hasty-environment.ts'
import { createMortality, type Death, type Mortality } from './mortal-client.ts'
import { clientOf } from './test-client.ts'

export const WDS_NAME = 'wds1'

/** Controllers that run as their own user in both spaces. */
export type Running = Readonly<{
  controllers: Controllers
  mortality: Mortality
  logged: readonly LogEntry[]
  /** In order, and with its connections given up. */
  stop(): Promise<void>
  /** At once, as a process dies. */
  kill(): void
}>

export type RunOptions = Partial<Omit<ControllerOptions, 'wds' | 'its'>> &
  Readonly<{
    death?: Death
    users?: Partial<Record<Space, string>>
    environment?: Environment & Readonly<{ logged: LogEntry[] }>
  }>

export const defaultSettings: Settings = { transport: ocmTransport }

export async function runInSpaces(spaces: ControlSpaces, options: RunOptions = {}): Promise<Running> {
  const { death, users = {}, environment = hastyEnvironment(), ...others } = options
  const clients = await Promise.all(
    (['wds', 'its'] as const).map((space) => clientOf(spaces[space].space, users[space] ?? 'controller')),
  )
  const mortality = createMortality(death)
  const [wds, its] = clients.map(mortality.wrap)
  if (wds === undefined || its === undefined) throw new Error('two spaces, two clients')
  const controllers = runControllers({
    wds,
    its,
    wdsName: WDS_NAME,
    settings: defaultSettings,
    environment,
    ...others,
  })
  const closeAll = () => {
    for (const client of clients) client.close()
  }
  return {
    controllers,
    mortality,
    logged: environment.logged,
    async stop() {
      await controllers.stop()
      closeAll()
    },
    kill() {
      mortality.kill()
      closeAll()
    },
  }
}

/** Both spaces as they are now, read past all that is tested. */
export async function snapshotNow(
  { wds, its }: ControlSpaces,
  settings = defaultSettings,
): Promise<Snapshot> {
  const wants = wantedResources(settings)
  const inputOf = async (space: Space, { space: server, client }: TestSpace) => {
    const found = await discover(client)
    if (!found.ok) throw new Error(found.message)
    const followed = found.value.resources.filter(
      (one) => one.verbs.includes('list') && one.verbs.includes('watch') && wants[space](one) !== undefined,
    )
    const objects = server.objects().filter((object) => {
      const served = followed.find((one) => isOf(one, object))
      const namespace = served && wants[space](served)?.namespace
      return served !== undefined && (namespace === undefined || namespace === namespaceOf(object))
    })
    const resources = followed.map((one): ResourceInfo => ({ ...one, known: true }))
    return { resources, objects }
  }
  const result = snapshotOf({
    wdsName: WDS_NAME,
    now: '2026-01-01T00:00:00Z',
    wds: await inputOf('wds', wds),
    its: await inputOf('its', its),
  })
  const [problem] = result.problems
  if (problem !== undefined) throw new Error(problem.message)
  return result.snapshot
}

function isOf(
  served: Readonly<{ group: string; version: string; kind: string }>,
  object: KubeObject,
): boolean {
  return served.kind === object.kind && apiVersionOf(served.group, served.version) === object.apiVersion
}

/** What is still to be written, by the pure decision on what stands there now. */
export async function leftToDo(
  spaces: ControlSpaces,
  settings = defaultSettings,
): Promise<readonly Action[]> {
  return plan(evaluate(await snapshotNow(spaces, settings), settings)).actions
}

/** Waits until nothing is left to be written, and nobody is about to write. */
export async function atRest(
  spaces: ControlSpaces,
  running: Running,
  settings = defaultSettings,
): Promise<void> {
  await until(async () => {
    await running.controllers.idle()
    return (await leftToDo(spaces, settings)).length === 0
  })
}

/**
 * The writes that follow upon changes which concern nobody, in both spaces, once the controllers have seen them: none where
 * they are at rest.
 */
export async function writesAtRest(
  { wds, its }: ControlSpaces,
  { controllers }: Running,
): Promise<readonly string[]> {
  wds.space.forgetRequests()
  its.space.forgetRequests()
  const poke = { ...configMap('', 'nobody'), metadata: { generateName: 'poke-' } }
  const pokes: (readonly [Space, string])[] = []
  for (const [space, server, namespace] of [
    ['wds', wds, 'default'],
    ['its', its, 'customization-properties'],
  ] as const) {
    const made = await server.send({ method: 'POST', path: configMapsIn(namespace), body: poke })
    pokes.push([space, stringAt(made, 'metadata', 'uid') ?? ''])
  }
  await until(() => {
    const { snapshot } = controllers.outcome()
    const isSeen = ([space, uid]: readonly [Space, string]) =>
      [...snapshot.objects(space, { group: '', resource: 'configmaps' })].some(
        (object) => uidOf(object) === uid,
      )
    return pokes.every(isSeen)
  })
  await controllers.idle()
  return [...wds.writes(), ...its.writes()]
}

/** Waits for a condition. @throws when it does not come about before long */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('what was waited for did not come about')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
