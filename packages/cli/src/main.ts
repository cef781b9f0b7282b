#!/usr/bin/env node
import { liveCommandOf } from './live/commands.ts'
import { nodeMachine } from './live/node-machine.ts'
import { runLive } from './live/run-live.ts'
import { nodeSystem } from './node-system.ts'
import { run } from './run.ts'

const [name = '', ...rest] = process.argv.slice(2)
const command = liveCommandOf(name, rest)
const wantsHelp = rest.includes('--help') || rest.includes('-h')
if (command === undefined || wantsHelp)
  process.exitCode = run(wantsHelp ? ['help'] : process.argv.slice(2), nodeSystem())
else {
  const machine = nodeMachine({ isVerbose: rest.includes('--verbose') || rest.includes('-v') })
  process.exitCode = await runLive(name, command, rest, machine)
}
