/** The system that the demo plays on: spaces, controllers, hub and agents in this process. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { realEnvironment } from '@downsync/adapter-k8s'
import {
  askSpaces,
  complaintLine,
  mergedKubeconfig,
  nodeSystem,
  readFiles,
  startEmbeddedFleet,
} from '@downsync/cli'
import { type Api, apiOf, at, itemsAt, type Seen, textAt } from './read-back.ts'
import { ITS, WDS, WECS, type World } from './world.ts'

export type StageOptions = Readonly<{
  /** Where the kubeconfig is written. */
  folder: string
  /** Whether a part runs: `hub`, `controllers`, `agent <wec>`, `workload <wec>`; default: all do. */
  starts?(part: string): boolean
  controllers?: readonly ('binding' | 'transport' | 'status')[]
}>

export type Stage = Readonly<{
  world: World
  kubeconfig: string
  contexts: readonly string[]
  idle(): Promise<void>
  stop(): Promise<void>
}>

/** Milliseconds in which a cluster must have registered. */
const PATIENCE = 10_000
/** The seconds within which a cluster renews its lease here: a silent one is noticed after five times that. */
const LEASE_SECONDS = 1

/** Starts five clusters with all that belongs to them. */
export async function startStage({ folder, starts, controllers }: StageOptions): Promise<Stage> {
  const started = await startEmbeddedFleet({
    environment: realEnvironment,
    wdsName: WDS,
    itsName: ITS,
    wecs: WECS.map((name) => ({ name, leaseDurationSeconds: LEASE_SECONDS })),
    ...(starts && { starts }),
    ...(controllers && { controllers }),
  })
  if (!started.ok) throw new Error(started.message)
  const fleet = started.value
  const spaces = [fleet.wds, fleet.its, ...fleet.wecs()]
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(kubeconfig, mergedKubeconfig(spaces), { mode: 0o600 })
  const apis = new Map<string, Api>()
  const api = (space: string): Api => {
    const known = apis.get(space) ?? apiOf(kubeconfig, space)
    apis.set(space, known)
    return known
  }
  const partOf = (name: string) => {
    const part = fleet.part(name)
    if (part === undefined) throw new Error(`there is no part ${name}`)
    return part
  }
  return {
    world: {
      api,
      apply: (file) => apply(api, file),
      stop: (part) => partOf(part).stop(),
      start: (part) => partOf(part).start(),
      async downsync(line) {
        const { code, output, errors } = await askSpaces(kubeconfig, line)
        if (code !== 0) throw new Error(`downsync ${line}: ${errors}`)
        return output
      },
    },
    kubeconfig,
    contexts: spaces.map(({ name }) => name),
    idle: () => fleet.idle(),
    stop: () => fleet.stop(),
  }
}

const SPACE_OF_KIND: Readonly<Record<string, string>> = { ManagedCluster: ITS }

// Creates what a file of this folder holds; of clusters, which register themselves, only the labels are set.
async function apply(api: (space: string) => Api, file: string): Promise<void> {
  const { documents, complaints } = readFiles(nodeSystem(), [fileURLToPath(new URL(file, import.meta.url))])
  for (const complaint of complaints) throw new Error(complaintLine(complaint))
  for (const { value: object } of documents) {
    const space = SPACE_OF_KIND[textAt(object, 'kind')] ?? WDS
    const collection = await collectionOf(api(space), object)
    if (space === ITS) {
      const labels = at(object, 'metadata', 'labels')
      const path = `${collection}/${textAt(object, 'metadata', 'name')}`
      const name = at(object, 'metadata', 'name')
      const holds = (seen: readonly Seen[]) => seen.some((one) => at(one, 'metadata', 'name') === name)
      await api(space).until({ path: collection, holds, signal: AbortSignal.timeout(PATIENCE) })
      const { code, body } = await api(space).send(
        'PATCH',
        path,
        { metadata: { labels } },
        'application/merge-patch+json',
      )
      if (code !== 200) throw new Error(`PATCH ${path}: ${code} ${String(body['message'])}`)
    } else {
      const { code, body } = await api(space).send('POST', collection, object)
      if (code !== 201) throw new Error(`POST ${collection}: ${code} ${String(body['message'])}`)
    }
  }
}

// By discovery, as kubectl does; a kind whose definition was just made may take a moment.
async function collectionOf(api: Api, object: unknown): Promise<string> {
  const apiVersion = textAt(object, 'apiVersion')
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  for (let attempt = 0; attempt < 100; attempt++) {
    const { body } = await api.send('GET', root)
    const kind = textAt(object, 'kind')
    const found = itemsAt(body, 'resources').find(
      (one) => textAt(one, 'kind') === kind && !textAt(one, 'name').includes('/'),
    )
    if (found !== undefined) {
      const namespace = textAt(object, 'metadata', 'namespace')
      return `${root}${namespace === '' ? '' : `/namespaces/${namespace}`}/${textAt(found, 'name')}`
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${apiVersion} ${textAt(object, 'kind')} is not served`)
}
