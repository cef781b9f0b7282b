import type { Machine } from './machine.ts'
import type { CommandOptions } from './options.ts'

/** What was given to a command: options by name, and the words between them. */
export type GivenArguments = Readonly<{
  text(option: string): string | undefined
  texts(option: string): readonly string[]
  flag(option: string): boolean
  rest: readonly string[]
}>

/** How a command ended, or what is wrong with what was given to it. */
export type Ending = Readonly<{ code: number } | { usage: string }>

/** A command that runs against spaces. */
export type LiveCommand = Readonly<{
  options: CommandOptions
  run(given: GivenArguments, machine: Machine): Promise<Ending>
}>

/** 0: fine. */
export const DONE: Ending = { code: 0 }

/** Says what stands in the way; exit code 1. */
export function failed(machine: Machine, message: string): Ending {
  machine.writeError(`downsync: ${message}\n`)
  return { code: 1 }
}
