import type { Attempt } from '@downsync/adapter-k8s'
import type { Json, Outcome } from '@downsync/core'
import { machineText } from '../print/machine.ts'
import { aborted } from './aborted.ts'
import { DONE, type Ending, failed, type GivenArguments } from './command.ts'
import type { Machine } from './machine.ts'
import { observe } from './observe.ts'

/** What the user wants to see, and how. */
export type Showing = Readonly<{
  given: GivenArguments
  machine: Machine
  /** Names of what is wanted; none: all. */
  wanted: readonly string[]
  output: 'table' | 'wide' | 'json' | 'yaml'
}>

/** Something of an outcome that can be listed. */
export type Listing<T> = Readonly<{
  /** What is wanted of it; or which of the names is none. */
  choose(outcome: Outcome, showing: Showing): Attempt<readonly T[]>
  /** For people. */
  lines(chosen: readonly T[], showing: Showing): readonly string[]
  /** For programs; ages apart, all that is shown. */
  json(one: T): Json
}>

/** Shows a listing, and with `--watch` shows it again whenever something in it changes. */
export async function show<T>(showing: Showing, listing: Listing<T>): Promise<Ending> {
  const { given, machine, output } = showing
  const isWatching = given.flag('watch')
  let shown: string | undefined
  let isReady = false
  const print = (chosen: readonly T[]) => {
    const json = chosen.map(listing.json)
    // A watch repeats nothing: ages alone are no news.
    const news = machineText(json, 'json')
    if (news === shown) return
    const text =
      output === 'json' || output === 'yaml'
        ? machineText(json, output)
        : `${listing.lines(chosen, showing).join('\n')}\n`
    machine.write(shown === undefined ? text : `\n${text}`)
    shown = news
  }
  // Of what is not there, a watch shows nothing until it is.
  const look = (outcome: Outcome): Attempt<void> => {
    const chosen = listing.choose(outcome, showing)
    if (chosen.ok) print(chosen.value)
    else if (!isWatching) return chosen
    return { ok: true, value: undefined }
  }
  const seen = await observe(given, machine, (outcome) => {
    if (isReady) look(outcome)
  })
  if (!seen.ok) return failed(machine, seen.message)
  const { controllers } = seen.value
  try {
    const first = look(controllers.outcome())
    if (!first.ok) return failed(machine, first.message)
    isReady = true
    if (isWatching) await aborted(machine.stopped)
    return DONE
  } finally {
    await controllers.stop()
  }
}
