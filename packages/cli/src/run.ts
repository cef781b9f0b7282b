import { readArguments } from './arguments.ts'
import { crdsCommand } from './commands/crds.ts'
import { explainCommand } from './commands/explain.ts'
import { helpText } from './commands/help.ts'
import { planCommand } from './commands/plan.ts'
import type { System } from './system.ts'
import { version } from './version.ts'

const WRONG_USAGE = 2

/**
 * The program downsync.
 * @param args without the program's own name
 * @returns the exit code: 0 fine, 1 something that was given is wrong, 2 the command itself is
 */
export function run(args: readonly string[], system: System): number {
  const read = readArguments(args)
  if (!read.ok) {
    system.writeError(`downsync: ${read.message}\nSee downsync --help.\n`)
    return WRONG_USAGE
  }
  switch (read.request.command) {
    case 'help':
      system.write(helpText)
      return 0
    case 'version':
      system.write(`${version}\n`)
      return 0
    case 'crds':
      return crdsCommand(read.request.output, system)
    case 'plan':
      return planCommand(read.request, system)
    case 'explain':
      return explainCommand(read.request, system)
  }
}
