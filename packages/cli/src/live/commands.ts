import { adoptCommand, pruneCommand } from './adopt-command.ts'
import { agentCommand } from './agent-command.ts'
import { clustersCommand } from './clusters-command.ts'
import type { LiveCommand } from './command.ts'
import { explainLiveCommand } from './explain-command.ts'
import { getCommand } from './get-command.ts'
import { hubCommand } from './hub-command.ts'
import { pauseCommand, resumeCommand } from './pause-command.ts'
import { runCommand } from './run-command.ts'
import { upCommand } from './up-command.ts'

/** The commands that run against spaces, by name. */
export const liveCommands: ReadonlyMap<string, LiveCommand> = new Map([
  ['up', upCommand],
  ['run', runCommand],
  ['hub', hubCommand],
  ['agent', agentCommand],
  ['clusters', clustersCommand],
  ['get', getCommand],
  ['explain', explainLiveCommand],
  ['pause', pauseCommand],
  ['resume', resumeCommand],
  ['adopt', adoptCommand],
  ['prune', pruneCommand],
])

/**
 * The command that a line means, if it runs against spaces.
 * @param args what follows its name: `explain` of files is none
 */
export function liveCommandOf(name: string, args: readonly string[]): LiveCommand | undefined {
  const isOnFiles = args.some((arg) => /^(?:-f|--filename(?:=|$))/.test(arg))
  return name === 'explain' && isOnFiles ? undefined : liveCommands.get(name)
}
