import type { GivenArguments, LiveCommand } from './command.ts'
import type { Machine } from './machine.ts'
import { readOptions } from './options.ts'

const WRONG_USAGE = 2

/**
 * Runs a command against spaces.
 * @param args what follows its name
 * @returns the exit code, as that of `run`
 */
export async function runLive(
  name: string,
  command: LiveCommand,
  args: readonly string[],
  machine: Machine,
): Promise<number> {
  const given = readOptions(name, command.options, args)
  const ending = given.ok
    ? await command.run(argumentsOf(given.values, given.rest), machine)
    : { usage: given.message }
  if ('code' in ending) return ending.code
  machine.writeError(`downsync: ${ending.usage}\nSee downsync --help.\n`)
  return WRONG_USAGE
}

function argumentsOf(values: Readonly<Record<string, unknown>>, rest: readonly string[]): GivenArguments {
  return {
    rest,
    text(option) {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    texts(option) {
      const value = values[option]
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
    },
    flag: (option) => values[option] === true,
  }
}
