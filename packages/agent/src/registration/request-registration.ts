import {
  type Attempt,
  createBackOff,
  type Environment,
  failureText,
  objectPath,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { dnsLabelErrors, isDeleting, isKubeObject, type KubeObject } from '@downsync/core'
import { resources } from '../hub/names.ts'
import { awaitEnd } from './await-end.ts'
import { takenBy } from './decide-agent-status.ts'
import { agentKubeconfig, type HubAddress, type Token } from './hub-address.ts'
import { requestToken } from './request-token.ts'
import { untilAccepted } from './until-accepted.ts'
import { readWecId } from './wec-facts.ts'

export type RegistrationOptions = Readonly<{
  /**
   * The ITS, as somebody who may get, list, watch and create ManagedClusters, and create `serviceaccounts/token` in the mailbox.
   */
  its: SpaceClient
  /** The WEC, as somebody who may read its namespace kube-system. */
  wec: SpaceClient
  /** The name under which the WEC is to be known: a name of a namespace. */
  name: string
  /** Of its ManagedCluster, where that is not there yet. */
  labels?: Readonly<Record<string, string>>
  /** Asks for it as accepted already; otherwise it waits until somebody accepts it. */
  accept?: boolean
  /** How often the agent is to renew its lease; default 60. */
  leaseDurationSeconds?: number
  /** How the agent reaches the ITS; default: at the URL of `its`, without a certificate authority of its own. */
  hub?: HubAddress
  environment: Environment
  /** Gives it up. */
  signal?: AbortSignal
}>

/** What an agent needs to work. */
export type Registration = Readonly<{
  /** The text of a kubeconfig with rights in the mailbox of the WEC and nowhere else. */
  kubeconfig: string
  /** When its credentials run out; milliseconds since 1970. `keepRegistered` renews them. */
  expires: number
  /**
   * The ManagedCluster is being deleted, and the hub waits for this agent to finish what was delivered. When it is gone, the WEC is to
   * be registered again.
   */
  isLeaving: boolean
}>

/**
 * Registers a WEC (AGT-1): asks for its ManagedCluster, waits until the hub has accepted it, and gets credentials for its
 * agent. One that is being deleted is waited for, unless the hub itself waits for the agent. What it waits for is logged. It may be
 * done again at any time.
 * @returns or what stands in the way, in words for the person who can mend it
 */
export async function requestRegistration(options: RegistrationOptions): Promise<Attempt<Registration>> {
  const { its, wec, name, environment, hub = { server: its.server } } = options
  const { signal = new AbortController().signal } = options
  const [error] = dnsLabelErrors(name)
  if (error !== undefined)
    return failed(
      `${JSON.stringify(name)} cannot be the name of a cluster, as its mailbox is a namespace of that name: ${error}`,
    )
  const id = await readWecId(wec, signal)
  if (!id.ok) return id
  for (;;) {
    const there = await present(options, signal)
    if (!there.ok) return there
    if (isDeleting(there.value)) {
      const token = await awaitEnd(its, there.value, id.value, environment, signal)
      if (token !== undefined) return registrationOf(hub, name, token, true)
      continue
    }
    const taken = takenBy(there.value, id.value)
    if (taken !== undefined) return failed(taken)
    const accepted = await untilAccepted(its, there.value, environment, signal)
    return accepted.ok ? credentials(options, hub, signal) : accepted
  }
}

/** The ManagedCluster, made where it is absent. */
async function present(options: RegistrationOptions, signal: AbortSignal): Promise<Attempt<KubeObject>> {
  const { name, environment } = options
  const backOff = createBackOff(environment)
  for (;;) {
    const tried = await readOrCreate(options, signal)
    if (signal.aborted) return failed(`stopped before ManagedCluster ${name} was there`)
    if (tried.kind === 'there') return { ok: true, value: tried.cluster }
    if (tried.kind === 'refused') return failed(tried.message)
    environment.log({ level: 'warn', message: tried.message })
    await backOff.wait(signal, tried.retryAfter)
  }
}

type Tried =
  | Readonly<{ kind: 'there'; cluster: KubeObject }>
  | Readonly<{ kind: 'refused'; message: string }>
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

async function readOrCreate(options: RegistrationOptions, signal: AbortSignal): Promise<Tried> {
  const { its, name } = options
  const path = objectPath(resources.clusters, '', name)
  const read = await its.request({ method: 'GET', path }, signal)
  const isAbsent = read.kind === 'answer' && read.code === 404
  const answer = isAbsent
    ? await its.request(
        { method: 'POST', path: objectPath(resources.clusters, '', ''), body: wanted(options) },
        signal,
      )
    : read
  if (answer.kind === 'noAnswer') return { kind: 'failed', message: answer.message }
  const { code, body, retryAfter } = answer
  if (code < 300 && isKubeObject(body)) return { kind: 'there', cluster: body }
  const message = failureText(answer)
  const what = `${isAbsent ? 'create' : 'read'} ManagedCluster ${name}`
  // Somebody was quicker, or the server cannot now.
  if (code < 400 || code === 408 || code === 409 || code === 429 || code >= 500)
    return {
      kind: 'failed',
      message: `cannot ${what} now: ${message}`,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    }
  if (code === 404)
    return {
      kind: 'refused',
      message: `${its.server} serves no ManagedClusters: it is no ITS, or its hub has never run (${message})`,
    }
  if (code === 401 || code === 403)
    return { kind: 'refused', message: `no permission to ${what}: ${message}` }
  return { kind: 'refused', message: `cannot ${what}: ${message}` }
}

function wanted({ name, labels, accept = false, leaseDurationSeconds }: RegistrationOptions) {
  const { group, version, kind } = resources.clusters
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    spec: {
      hubAcceptsClient: accept,
      ...(leaseDurationSeconds === undefined ? {} : { leaseDurationSeconds }),
    },
  }
}

async function credentials(
  { its, name, environment }: RegistrationOptions,
  hub: HubAddress,
  signal: AbortSignal,
): Promise<Attempt<Registration>> {
  const backOff = createBackOff(environment)
  for (;;) {
    const answer = await requestToken(its, name, signal)
    if (answer.kind === 'token') return registrationOf(hub, name, answer.token, false)
    if (answer.kind === 'absent')
      return failed(
        `${answer.message}: it is none of downsync. Where Open Cluster Management runs, its klusterlet registers the cluster`,
      )
    if (answer.kind !== 'failed') return failed(answer.message)
    if (signal.aborted) return failed(`stopped before the agent of ${name} had its credentials`)
    environment.log({ level: 'warn', message: answer.message })
    await backOff.wait(signal, answer.retryAfter)
  }
}

function registrationOf(
  hub: HubAddress,
  name: string,
  token: Token,
  isLeaving: boolean,
): Attempt<Registration> {
  const kubeconfig = agentKubeconfig(hub, name, token.token)
  if (!kubeconfig.ok) return kubeconfig
  return { ok: true, value: { kubeconfig: kubeconfig.value, expires: token.expires, isLeaving } }
}

function failed(message: string): Attempt<never> {
  return { ok: false, message }
}
