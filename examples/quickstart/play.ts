/** Plays the story: acts, waits for each effect to be seen from outside, and says how long it took. */
import type { Effect, Sight, Step, World } from './world.ts'

export type PlayOptions = Readonly<{
  world: World
  /** Resolves once nothing in the system has anything left to do: what is not so then will not come to be so. */
  idle(): Promise<void>
  /** Milliseconds that an effect may take at most. */
  deadline: number
  print(line: string): void
}>

/** An effect that did not come about, and in which step. */
export type Failure = Readonly<{ step: string; effect: string }>

/** Plays all steps, also after a failure. */
export async function play(story: readonly Step[], options: PlayOptions): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const [index, step] of story.entries()) {
    options.print(`\n${index + 1}. ${step.title}`)
    const since = performance.now()
    try {
      await step.act(options.world)
    } catch (error) {
      options.print(`  FAILED   ${String(error)}`)
      failures.push({ step: step.title, effect: String(error) })
    }
    const seen = await Promise.all(step.effects.map((effect) => observe(effect, options)))
    for (const [at, effect] of step.effects.entries()) {
      const moment = seen[at]
      if (moment === undefined) failures.push({ step: step.title, effect: effect.name })
      const time = moment === undefined ? 'FAILED' : `${Math.max(0, Math.round(moment - since))} ms`
      options.print(`  ${time.padStart(7)}  ${effect.name}`)
    }
    for (const sight of step.sights ?? []) {
      const lines = await look(sight, options.world)
      if (lines.ok)
        options.print(['', sight.title, ...lines.value].map((line) => `    ${line}`.trimEnd()).join('\n'))
      else failures.push({ step: step.title, effect: lines.message })
    }
  }
  return failures
}

async function look(
  { look }: Sight,
  world: World,
): Promise<Readonly<{ ok: true; value: readonly string[] } | { ok: false; message: string }>> {
  try {
    return { ok: true, value: await look(world) }
  } catch (error) {
    return { ok: false, message: String(error) }
  }
}

// A moment more than the system says it needs, for the watch that tells of it to arrive.
const GRACE = 1500

async function observe(effect: Effect, { world, idle, deadline }: PlayOptions): Promise<number | undefined> {
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(), Math.max(deadline, effect.patience ?? 0))
  if (effect.patience === undefined) void idle().then(() => setTimeout(() => ending.abort(), GRACE).unref())
  try {
    const { path, holds, space } = effect
    const { at } = await world.api(space).until({ path, holds, signal: ending.signal })
    return at
  } finally {
    clearTimeout(timer)
  }
}
