import { type ParseArgsConfig, parseArgs } from 'node:util'
import { didYouMean } from '../near-name.ts'

/** What a command takes. */
export type CommandOptions = NonNullable<ParseArgsConfig['options']>

/** What was given, or what is wrong with it. */
export type Given = Readonly<
  | { ok: true; values: Readonly<Record<string, GivenValue>>; rest: readonly string[] }
  | { ok: false; message: string }
>
type GivenValue = string | boolean | (string | boolean)[] | undefined

/** Reads the arguments that follow the name of a command. */
export function readOptions(command: string, options: CommandOptions, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    return { ok: true, values, rest: positionals }
  } catch (error) {
    return { ok: false, message: optionError(error, command, options) }
  }
}

// parseArgs throws what is wrong.
function optionError(error: unknown, command: string, options: CommandOptions): string {
  if (!(error instanceof Error) || !('code' in error)) throw error
  const [, option = ''] = /'(?:-\w, )?(-{1,2}[\w-]*)/.exec(error.message) ?? []
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const known = Object.keys(options).map((name) => `--${name}`)
      return `${command} has no option ${option}${didYouMean(option, known)}`
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take') ? `${option} takes no value` : `${option} needs a value`
    default:
      throw error
  }
}

/** A whole number from 1 on; undefined where nothing was given. */
export function wholeNumberIn(
  name: string,
  given: unknown,
  most = 999_999_999,
): number | undefined | { wrong: string } {
  if (given === undefined) return undefined
  if (typeof given === 'string' && /^[1-9]\d{0,8}$/.test(given) && Number(given) <= most) return Number(given)
  const upTo = most === 999_999_999 ? 'above 0' : `from 1 to ${most}`
  return { wrong: `--${name} takes a whole number ${upTo}, not ${JSON.stringify(given)}` }
}
