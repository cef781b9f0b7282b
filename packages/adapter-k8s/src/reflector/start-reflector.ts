import { createAnnouncer } from './announcer.ts'
import { createBackOff } from './back-off.ts'
import { type Change, follow } from './follow.ts'
import { listAll } from './list-all.ts'
import { createObjectStore } from './object-store.ts'
import type { Reflector, ReflectorOptions } from './types.ts'

const PAGE_SIZE = 500
const TOO_MANY_REQUESTS = 429
/** Soon after its start a server asks for patience; how often that is taken for nothing else. */
const USUAL_WAITS = 10

/**
 * Follows a resource: lists it, watches it from there on, goes on where a watch ended, and lists it again when the server no
 * longer knows where that was, telling the difference.
 * @example
 * const reflector = startReflector({ client, target, environment: realEnvironment, onEvents: (events) => engine.take(events) })
 * await reflector.synced
 */
export function startReflector(options: ReflectorOptions): Reflector {
  const { client, target, environment, pageSize = PAGE_SIZE } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const backOff = createBackOff(environment)
  const store = createObjectStore(target, (object) => options.retain?.(object) ?? object, options.told)
  let sync = (): void => undefined
  const synced = new Promise<void>((resolve) => {
    sync = resolve
  })
  const announcer = createAnnouncer(target, environment, (events) => options.onEvents(events), sync)

  // From where to go on; undefined: everything is to be listed.
  let from: string | undefined
  let failedLists = 0
  // In a row; a list in between does not make up for them.
  let failedWatches = 0
  let isWatchRefused = false

  async function list(): Promise<void> {
    const listed = await listAll(client, target, pageSize, signal)
    if (signal.aborted) return
    if (listed.ok) {
      failedLists = 0
      from = listed.resourceVersion
      announcer.tell(store.replace(listed.objects))
      // Who may list but not watch would see the next change only at the next list.
      if (!isWatchRefused) announcer.gain()
      return
    }
    failedLists++
    const isUsual = listed.code === TOO_MANY_REQUESTS && failedLists <= USUAL_WAITS
    announcer.lose(`it cannot be listed: ${listed.message}`, isUsual)
    await backOff.wait(signal, listed.retryAfter)
  }

  async function watch(version: string): Promise<void> {
    const onChange = ({ kind, object }: Change): void =>
      announcer.tell(kind === 'put' ? store.put(object) : store.remove(object))
    const onAccepted = (): void => announcer.gain()
    const followed = await follow(
      { client, target, environment, from: version, onAccepted, onChange },
      signal,
    )
    if (signal.aborted) return
    from = followed.resourceVersion
    isWatchRefused = !followed.isAccepted && !followed.isExpired
    failedWatches = followed.hasLived ? 0 : failedWatches + 1
    const isBlind = !followed.hasTold && failedWatches > 1
    if (from === undefined || !followed.isAccepted || isBlind)
      announcer.lose(`it cannot be watched: ${followed.problem ?? 'each watch ends at once'}`)
    if (followed.hasLived) backOff.reset()
    // The first time at once; whatever happens again and again may do so without end.
    else if (isWatchRefused || failedWatches > 1) await backOff.wait(signal, followed.retryAfter)
  }

  async function run(): Promise<void> {
    while (!signal.aborted) await (from === undefined ? list() : watch(from))
  }

  run().catch((error: unknown) => {
    // A programmer's mistake in here: what is not followed must not look as if it were.
    announcer.lose(`it is not followed any more: ${error instanceof Error ? error.message : String(error)}`)
  })

  return {
    target,
    synced,
    objects: store.all,
    get: store.get,
    get known() {
      return announcer.known
    },
    stop() {
      announcer.silence()
      stopping.abort()
      sync()
    },
  }
}
