import type { Environment, LogEntry } from '../environment.ts'
import type { ReflectorEvent, ReflectorTarget } from './types.ts'

/** Tells events in their order, and whether the resource is known; nothing once it is silenced. */
export type Announcer = Readonly<{
  readonly known: true | Readonly<{ why: string }>
  tell(events: readonly ReflectorEvent[]): void
  /** Everything is told that there is (SNP-1). */
  gain(): void
  /** Something may be missed from now on. `isUsual`: no reason to tell who has never heard of the resource. */
  lose(what: string, isUsual?: boolean): void
  silence(): void
}>

/** @param onKnown called after events were told while the resource is known */
export function createAnnouncer(
  target: ReflectorTarget,
  { log, now }: Environment,
  onEvents: (events: readonly ReflectorEvent[]) => void,
  onKnown: () => void,
): Announcer {
  const resource = target.group === '' ? target.resource : `${target.resource}.${target.group}`
  let known: true | Readonly<{ why: string }> = { why: 'it has not been listed yet' }
  // What was told last of why it is unknown.
  let told: string | undefined
  let since = ''
  let pending: ReflectorEvent[] = []
  let isSilent = false

  // What one list or one chunk of a watch brought goes out together: it is all told before anything is awaited.
  function tell(events: readonly ReflectorEvent[]): void {
    if (events.length === 0 || isSilent) return
    if (pending.length === 0) queueMicrotask(flush)
    for (const event of events) pending.push(event)
  }

  function flush(): void {
    const events = pending
    pending = []
    if (isSilent) return
    try {
      onEvents(events)
    } catch (error) {
      say(
        'error',
        `events of ${resource} were not taken: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
    if (known === true) onKnown()
  }

  function say(level: LogEntry['level'], message: string, why?: string): void {
    const { group, resource } = target
    log({ level, message, fields: { group, resource, ...(why === undefined ? {} : { why }) } })
  }

  return {
    get known() {
      return known
    },
    tell,
    gain() {
      if (known === true) return
      if (told !== undefined) say('info', `${resource} is known again`, told)
      known = true
      told = undefined
      tell([{ kind: 'known' }])
    },
    lose(what, isUsual = false) {
      if (known === true || since === '') since = new Date(now()).toISOString()
      const isNews = known === true || (told !== what && !(isUsual && told === undefined))
      known = { why: `${what} (since ${since})` }
      if (!isNews) return
      say('warn', `${resource} is not known: ${what}`, what)
      told = what
      tell([{ kind: 'unknown', why: known.why }])
    },
    silence() {
      isSilent = true
    },
  }
}
