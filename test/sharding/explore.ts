/** What can happen next in a state, under a name for people. */
export type Choice<State> = Readonly<{
  name: string
  /** It needs no ill will, no accident and nobody's wish: it comes about if it is waited for. */
  isCalm: boolean
  next: () => State
}>

/** States that are told apart by their keys, and what can happen in them. */
export type System<State> = Readonly<{
  start: State
  choicesOf: (state: State) => readonly Choice<State>[]
  keyOf: (state: State) => string
  isAtRest: (state: State) => boolean
}>

/** What a search of all states found. */
export type Explored = Readonly<{
  states: number
  transitions: number
  /** Steps from the start to the state that is farthest from it. */
  depth: number
  /** States in which nothing happens by itself any more. */
  atRest: number
  /** The steps to a state from which calm choices do not lead to rest; undefined: there is none. */
  restless: readonly string[] | undefined
}>

/**
 * Visits every state that can be reached, the nearest first, each once.
 * @throws what a choice throws, with the steps that led there, as few as there are; if there are more states than `most`
 */
export function explore<State>(system: System<State>, most: number): Explored {
  const { start, choicesOf, keyOf, isAtRest } = system
  type Visit = Readonly<{ state: State; key: string; steps: readonly string[] }>
  const first: Visit = { state: start, key: keyOf(start), steps: [] }
  const visits: Visit[] = [first]
  const seen = new Set([first.key])
  const calmlyFrom = new Map<string, string[]>()
  let transitions = 0
  // The list grows while it is walked.
  for (const { state, key, steps } of visits) {
    for (const choice of choicesOf(state)) {
      transitions++
      const taken = [...steps, choice.name]
      const next = following(choice, taken)
      const reached = keyOf(next)
      if (choice.isCalm) calmlyFrom.set(reached, [...(calmlyFrom.get(reached) ?? []), key])
      if (seen.has(reached)) continue
      if (seen.size === most) throw new Error(`more than ${most} states`)
      seen.add(reached)
      visits.push({ state: next, key: reached, steps: taken })
    }
  }
  const resting = visits.filter(({ state }) => isAtRest(state)).map(({ key }) => key)
  const calming = new Set(resting)
  for (const key of calming) for (const before of calmlyFrom.get(key) ?? []) calming.add(before)
  return {
    states: seen.size,
    transitions,
    depth: visits.at(-1)?.steps.length ?? 0,
    atRest: resting.length,
    restless: visits.find(({ key }) => !calming.has(key))?.steps,
  }
}

function following<State>(choice: Choice<State>, taken: readonly string[]): State {
  try {
    return choice.next()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${message}, after\n  ${taken.join('\n  ')}`, { cause: error })
  }
}
