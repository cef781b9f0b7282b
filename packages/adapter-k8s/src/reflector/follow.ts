import {
  isKubeObject,
  type Json,
  type KubeObject,
  resourceVersionOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { failureText } from '../client/failure.ts'
import { collectionPath } from '../client/paths.ts'
import type { SpaceClient, WatchEnd, WatchLine } from '../client/types.ts'
import type { Environment } from '../environment.ts'
import { selectorsOf } from './list-all.ts'
import type { ReflectorTarget } from './types.ts'

/** A change that a watch reports. */
export type Change = Readonly<{ kind: 'put' | 'deleted'; object: KubeObject }>

/** How following a resource from a version went. */
export type Followed = Readonly<{
  /** From where to go on; undefined: the server does not know it any more, everything is to be listed again. */
  resourceVersion?: string
  /** Whether the server accepted the watch. */
  isAccepted: boolean
  /** Whether it stayed open for a while. */
  hasLived: boolean
  /** Whether anything came. */
  hasTold: boolean
  /** Whether the server has forgotten the version from which to go on. */
  isExpired: boolean
  /** Why it did not go on as it should; undefined where it ended in order. */
  problem?: string
  retryAfter?: number
}>

const FEWEST_SECONDS = 290
const MORE_SECONDS = 300
/** What a server may be late with the end that was agreed on; milliseconds. */
const GRACE = 30_000
/** A watch that ends sooner than this has not lived; milliseconds. */
const FLASH = 1000
const GONE = 410

export type FollowOptions = Readonly<{
  client: SpaceClient
  target: ReflectorTarget
  environment: Environment
  from: string
  onAccepted(): void
  onChange(change: Change): void
}>

/** Watches from a version on, until the watch ends, breaks or says what it should not. */
export async function follow(options: FollowOptions, signal: AbortSignal): Promise<Followed> {
  const { client, target, environment, from } = options
  const seconds = Math.floor(FEWEST_SECONDS + environment.random() * MORE_SECONDS)
  const query = {
    ...selectorsOf(target),
    resourceVersion: from,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(seconds),
  }
  const ending = new AbortController()
  const stop = (): void => ending.abort()
  signal.addEventListener('abort', stop, { once: true })
  const begun = environment.now()
  let resourceVersion = from
  let isAccepted = false
  let hasTold = false
  let fault: Fault | undefined

  function onLine(line: WatchLine): void {
    const read = readLine(line)
    if (read.kind === 'unusable') {
      fault = read
      ending.abort()
      return
    }
    hasTold = true
    resourceVersion = read.resourceVersion
    if (read.change !== undefined) options.onChange(read.change)
  }

  const path = collectionPath(target, target.namespace)
  const request = { path, query, idleTimeout: seconds * 1000 + GRACE }
  const end = await client.watch(request, onLine, ending.signal, () => {
    isAccepted = true
    options.onAccepted()
  })
  signal.removeEventListener('abort', stop)
  fault ??= faultOf(end)
  return {
    ...(fault?.isLost === true ? {} : { resourceVersion }),
    isAccepted,
    hasLived: isAccepted && environment.now() - begun >= FLASH,
    hasTold,
    isExpired: fault?.isExpired === true,
    ...(fault === undefined ? {} : { problem: fault.message }),
    ...(fault?.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }),
  }
}

// `isLost`: nobody knows whether the server would ever go on from the last version, so everything is to be listed again.
type Fault = Readonly<{ message: string; isLost: boolean; isExpired: boolean; retryAfter?: number }>

type ReadLine =
  | Readonly<{ kind: 'usable'; resourceVersion: string; change?: Change }>
  | (Fault & Readonly<{ kind: 'unusable' }>)

function readLine({ type, object }: WatchLine): ReadLine {
  switch (type) {
    case 'BOOKMARK': {
      const resourceVersion = stringAt(object, 'metadata', 'resourceVersion') ?? ''
      if (resourceVersion === '') return unusable('the server sent a bookmark without a version')
      return { kind: 'usable', resourceVersion }
    }
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const resourceVersion = isKubeObject(object) ? resourceVersionOf(object) : ''
      if (!isKubeObject(object) || resourceVersion === '')
        return unusable('the server told a change of something that is no object')
      const kind = type === 'DELETED' ? 'deleted' : 'put'
      return { kind: 'usable', resourceVersion, change: { kind, object } }
    }
    case 'ERROR': {
      const code = valueAt(object, 'code')
      return { kind: 'unusable', isLost: true, ...refusal(typeof code === 'number' ? code : 500, object) }
    }
    default:
      return unusable(`the server sent an event of the unknown type ${type}`)
  }
}

function unusable(message: string): ReadLine {
  return { kind: 'unusable', message, isLost: true, isExpired: false }
}

function faultOf(end: WatchEnd): Fault | undefined {
  switch (end.kind) {
    case 'ended':
      return undefined
    case 'broken':
      return { message: end.message, isLost: false, isExpired: false }
    case 'refused': {
      const { code, body, retryAfter } = end
      const isForNow = code === 429 || code === 503
      return {
        isLost: !isForNow,
        ...refusal(code, body),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      }
    }
  }
}

function refusal(code: number, body: Json): Pick<Fault, 'message' | 'isExpired'> {
  const text = failureText({ kind: 'answer', code, body })
  return code === GONE
    ? { isExpired: true, message: `changes were missed: ${text}` }
    : { isExpired: false, message: text }
}
