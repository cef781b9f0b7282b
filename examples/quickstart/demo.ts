/**
 * Plays a story on five clusters in this process: real API servers over HTTPS, the controllers, an agent for each cluster. What comes
 * of each step is read back by `read-back.ts`, which knows nothing of downsync. If anything does not come about, the demo names it and
 * fails. `--keep` leaves everything running.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { play } from './play.ts'
import { startStage } from './stage.ts'
import { story } from './story.ts'

const DEADLINE = 30_000

const { values } = parseArgs({ options: { keep: { type: 'boolean' } } })
const print = (line: string) => void process.stdout.write(`${line}\n`)
const folder = mkdtempSync(join(tmpdir(), 'downsync-demo-'))
const started = performance.now()
const stage = await startStage({ folder })
print(
  `Seven API servers, the controllers and five agents run after ${Math.round(performance.now() - started)} ms.`,
)
const failures = await play(story, { world: stage.world, idle: stage.idle, deadline: DEADLINE, print })
const seconds = ((performance.now() - started) / 1000).toFixed(1)
const effects = story.flatMap((step) => step.effects).length
print('')
if (failures.length === 0) print(`All ${effects} effects were seen, in ${seconds} s.`)
for (const { step, effect } of failures) print(`FAILED: ${step}: ${effect}`)
if (failures.length > 0) process.exitCode = 1

if (values.keep === true) {
  print(`\nEverything goes on running until Ctrl-C. Contexts: ${stage.contexts.join(', ')}`)
  print(`  export KUBECONFIG=${stage.kubeconfig}`)
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
}
await stage.stop()
rmSync(folder, { recursive: true, force: true })
