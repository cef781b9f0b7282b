import { delimiter, join } from 'node:path'
import {
  type Attempt,
  createSpaceClient,
  failureText,
  loadKubeConfig,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import type { HubAddress } from '@downsync/agent'
import { type Json, listAt, stringAt } from '@downsync/core'
import { parse } from 'yaml'
import type { Machine } from './machine.ts'

/** How a space is named on the command line. */
export type SpaceChoice = Readonly<{
  /** What it is called in messages: WDS, ITS or WEC. */
  role: string
  /** Its name; a context of this name is taken where none is given, and there is one. */
  name?: string | undefined
  /** Whether there must be a context of that name. */
  isNameGiven?: boolean
  /** Path of a kubeconfig file; default: `KUBECONFIG`, then `~/.kube/config`. */
  kubeconfig?: string | undefined
  context?: string | undefined
}>

/** A space that has answered. */
export type Connection = Readonly<{
  client: SpaceClient
  /** The kubeconfig, for messages. */
  from: string
  /** How others reach the same server. */
  address: HubAddress
}>

/**
 * Finds the kubeconfig of a space and asks the server who it is.
 * @param isPatient whether to wait for a server that cannot be reached; one that answers is never waited for
 */
export async function connect(
  machine: Machine,
  choice: SpaceChoice,
  isPatient: boolean,
): Promise<Attempt<Connection>> {
  const file = kubeconfigOf(machine, choice)
  if (!file.ok) return file
  const { path, text, context } = file.value
  const config = await loadKubeConfig(text, { where: path, ...(context !== undefined && { context }) })
  if (!config.ok) return config
  const client = createSpaceClient(config.value, { userAgent: 'downsync' })
  if (!client.ok) return { ok: false, message: `${path}: ${client.message}` }
  const from = context === undefined ? path : `context ${context} of ${path}`
  const contact = await firstContact(machine, choice.role, client.value, from, isPatient)
  if (!contact.ok) return contact
  const address = config.value.getCurrentCluster() ?? { server: client.value.server }
  return { ok: true, value: { client: client.value, from, address } }
}

const FIRST_PAUSE = 200
const LONGEST_PAUSE = 10_000

async function firstContact(
  machine: Machine,
  role: string,
  client: SpaceClient,
  from: string,
  isPatient: boolean,
): Promise<Attempt<void>> {
  const { environment, stopped } = machine
  const space = `the ${role} at ${client.server}`
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const answer = await client.request({ method: 'GET', path: '/version' }, stopped)
    if (stopped.aborted) return { ok: false, message: 'stopped' }
    if (answer.kind === 'answer') {
      if (answer.code === 401)
        return {
          ok: false,
          message: `${space} does not know the user of ${from}: ${failureText(answer)}; has the token expired?`,
        }
      const isServer = answer.code === 403 || stringAt(answer.body, 'gitVersion') !== undefined
      if (isServer) return { ok: true, value: undefined }
      // 429 and 5xx: it is there and not yet ready.
      if (answer.code < 429)
        return { ok: false, message: `${space} is no Kubernetes API server: ${failureText(answer)}` }
    }
    if (!isPatient) return { ok: false, message: `${space} cannot be reached: ${failureText(answer)}` }
    if (pause === FIRST_PAUSE)
      environment.log({
        level: 'warn',
        message: `${space} cannot be reached: ${failureText(answer)}; waiting for it`,
      })
    await environment.sleep(pause, stopped)
  }
}

type KubeconfigFile = Readonly<{ path: string; text: string; context: string | undefined }>

function kubeconfigOf(machine: Machine, choice: SpaceChoice): Attempt<KubeconfigFile> {
  const { role, name, kubeconfig, context } = choice
  const given = kubeconfig ?? machine.variable('KUBECONFIG')
  const isDefault = given === undefined || given === ''
  const paths = isDefault ? [join(machine.homeFolder, '.kube', 'config')] : given.split(delimiter)
  const files: KubeconfigFile[] = []
  for (const path of paths.filter((one) => one !== '')) {
    const text = readText(machine, path)
    if (text.ok) files.push({ path, text: text.value, context })
    else if (paths.length === 1) {
      const hint = isDefault ? `; give --${role.toLowerCase()}-kubeconfig FILE or set KUBECONFIG` : ''
      return { ok: false, message: `${text.message}${hint}` }
    }
  }
  const wanted = context ?? name
  const found = wanted === undefined ? undefined : files.find(({ text }) => contextsIn(text).includes(wanted))
  if (found !== undefined) return { ok: true, value: { ...found, context: wanted } }
  const [first] = files
  if (first !== undefined && context === undefined && name !== undefined && choice.isNameGiven === true) {
    const known = files.flatMap(({ text }) => contextsIn(text))
    return {
      ok: false,
      message: `${first.path} has no context ${name}; it has ${known.join(', ') || 'none'}; give --${role.toLowerCase()}-context for the ${role} ${name}`,
    }
  }
  return first === undefined
    ? { ok: false, message: `none of the files of KUBECONFIG can be read: ${paths.join(', ')}` }
    : { ok: true, value: first }
}

function contextsIn(text: string): readonly string[] {
  try {
    // Plain YAML gives plain JSON.
    const config = parse(text) as Json
    // What is no kubeconfig is refused with its reason where it is loaded.
    return listAt(config, 'contexts').flatMap((one) => stringAt(one, 'name') ?? [])
  } catch {
    return []
  }
}

function readText(machine: Machine, path: string): Attempt<string> {
  try {
    return { ok: true, value: new TextDecoder().decode(machine.read(path)) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EACCES'
          ? 'permission denied'
          : String(code ?? error)
    return { ok: false, message: `the kubeconfig ${path} cannot be read: ${why}` }
  }
}
