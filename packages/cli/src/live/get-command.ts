import { didYouMean } from '../near-name.ts'
import { machineText } from '../print/machine.ts'
import { pairsText, policiesText } from '../print/policies-text.ts'
import { styleFor } from '../print/text.ts'
import { aborted } from './aborted.ts'
import { DONE, type Ending, failed, type GivenArguments, type LiveCommand } from './command.ts'
import { itsOptions, wdsOptions } from './connection-options.ts'
import type { Machine } from './machine.ts'
import { observe } from './observe.ts'
import { type PolicyStanding, policyStandings } from './policy-standings.ts'

/** As kubectl takes them. */
const CALLED = ['policies', 'policy', 'bindingpolicies', 'bindingpolicy', 'bp']

/** `downsync get policies`: how far each policy has come, pair by pair. */
export const getCommand: LiveCommand = {
  options: {
    ...wdsOptions,
    ...itsOptions,
    output: { type: 'string', short: 'o' },
    watch: { type: 'boolean', short: 'w' },
  },
  async run(given, machine) {
    const [what, ...wanted] = given.rest
    if (what === undefined) return { usage: 'say what to get: policies' }
    if (!CALLED.includes(what)) return { usage: `get shows policies, not ${what}${didYouMean(what, CALLED)}` }
    const output = given.text('output') ?? 'table'
    if (output !== 'table' && output !== 'wide' && output !== 'json' && output !== 'yaml')
      return { usage: `-o takes table, wide, json or yaml, not ${JSON.stringify(output)}` }
    return show({ given, machine, wanted, output })
  },
}

type Showing = Readonly<{
  given: GivenArguments
  machine: Machine
  wanted: readonly string[]
  output: 'table' | 'wide' | 'json' | 'yaml'
}>

async function show(showing: Showing): Promise<Ending> {
  const { given, machine, wanted } = showing
  let shown: string | undefined
  let isReady = false
  const print = (standings: readonly PolicyStanding[]) => {
    const text = textOf(showing, standings)
    // A watch repeats nothing: ages alone are no news.
    const news = newsOf(standings)
    if (news === shown) return
    machine.write(shown === undefined ? text : `\n${text}`)
    shown = news
  }
  const seen = await observe(given, machine, (outcome) => {
    if (isReady) print(choose(policyStandings(outcome), wanted))
  })
  if (!seen.ok) return failed(machine, seen.message)
  const { controllers } = seen.value
  try {
    const all = policyStandings(controllers.outcome())
    const missing = wanted.find((name) => !all.some((one) => one.name === name))
    if (missing !== undefined && !given.flag('watch'))
      return failed(
        machine,
        `there is no BindingPolicy ${missing}${didYouMean(
          missing,
          all.map(({ name }) => name),
        )}`,
      )
    print(choose(all, wanted))
    isReady = true
    if (given.flag('watch')) await aborted(machine.stopped)
    return DONE
  } finally {
    await controllers.stop()
  }
}

function choose(standings: readonly PolicyStanding[], wanted: readonly string[]): readonly PolicyStanding[] {
  return wanted.length === 0 ? standings : standings.filter(({ name }) => wanted.includes(name))
}

function textOf({ machine, wanted, output }: Showing, standings: readonly PolicyStanding[]): string {
  if (output === 'json' || output === 'yaml') return machineText(standings.map(jsonOf), output)
  const now = machine.environment.now()
  const style = styleFor(machine.colours)
  // Of policies that are named, and with -o wide, the pairs are shown.
  const details =
    wanted.length > 0 || output === 'wide'
      ? standings.flatMap((standing) => ['', ...pairsText(standing, now, style)])
      : []
  return `${[...policiesText(standings, now), ...details].join('\n')}\n`
}

function jsonOf({ name, applied, total, reason, message, pairs }: PolicyStanding) {
  return {
    name,
    ready: { applied, total, reason, message },
    pairs: pairs.map(({ id, wec, state, current, in: wrapped, message: text, since }) => ({
      object: { ...id },
      wec,
      state,
      current,
      ...(wrapped !== undefined && { wrapped }),
      ...(text !== '' && { message: text }),
      ...(since !== undefined && { since }),
    })),
  }
}

function newsOf(standings: readonly PolicyStanding[]): string {
  return JSON.stringify(standings.map(jsonOf))
}
