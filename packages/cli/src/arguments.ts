import { type ParseArgsConfig, parseArgs } from 'node:util'
import { didYouMean } from './near-name.ts'
import type { MachineFormat } from './print/machine.ts'

export type OutputFormat = 'table' | MachineFormat

/** What the user asks for. */
export type Request =
  | Readonly<{ command: 'help' }>
  | Readonly<{ command: 'version' }>
  | Readonly<{ command: 'crds'; output: MachineFormat }>
  | (PlanRequest & Readonly<{ command: 'plan' }>)
  | (PlanRequest & Readonly<{ command: 'explain'; object: string; wec: string }>)

/** From what a plan is made, and how it is shown. */
export type PlanRequest = Readonly<{
  files: readonly string[]
  clusters: readonly string[]
  /** Files of tables of how kinds aggregate (AGG-9). */
  tables: readonly string[]
  output: OutputFormat
  verbose: boolean
  wdsName: string
  namespace: string
  now: string | undefined
  limits: Readonly<{ bytes?: number; objects?: number }>
}>

/** A request, or what is wrong with the arguments. */
export type Arguments = Readonly<{ ok: true; request: Request } | { ok: false; message: string }>

const options = {
  filename: { type: 'string', short: 'f', multiple: true },
  clusters: { type: 'string', multiple: true },
  cluster: { type: 'string' },
  tables: { type: 'string', multiple: true },
  namespace: { type: 'string', short: 'n' },
  output: { type: 'string', short: 'o' },
  'wds-name': { type: 'string' },
  now: { type: 'string' },
  'max-size-wrapped': { type: 'string' },
  'max-num-wrapped': { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options']

const commands = ['plan', 'explain', 'crds', 'help']
const outputs: readonly OutputFormat[] = ['table', 'json', 'yaml']

/** Reads the arguments of the program. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true })
    if (values.version === true) return { ok: true, request: { command: 'version' } }
    const { loose, files, clusters } = sortPositionals(tokens)
    const [command, ...rest] = loose
    if (values.help === true || command === 'help' || (command === undefined && args.length === 0))
      return { ok: true, request: { command: 'help' } }
    if (command === undefined) return wrong('say what to do: plan, explain or crds')
    if (command === 'crds') return crdsRequest([...rest, ...files, ...clusters], values.output ?? 'yaml')
    if (command !== 'plan' && command !== 'explain')
      return wrong(`there is no command ${command}${didYouMean(command, commands)}`)
    const bytes = wholeNumber('--max-size-wrapped', values['max-size-wrapped'])
    const objects = wholeNumber('--max-num-wrapped', values['max-num-wrapped'])
    const output = values.output ?? 'table'
    if (!isOutput(output)) return wrong(`-o takes ${outputs.join(', ')}, not ${JSON.stringify(output)}`)
    const plan = {
      clusters,
      tables: values.tables ?? [],
      output,
      verbose: values.verbose === true,
      wdsName: values['wds-name'] ?? 'wds1',
      namespace: values.namespace ?? 'default',
      now: instant(values.now),
      limits: { ...(bytes === undefined ? {} : { bytes }), ...(objects === undefined ? {} : { objects }) },
    }
    if (command === 'plan') {
      if (values.cluster !== undefined)
        return wrong('--cluster is for explain; clusters of a plan come from --clusters FILE')
      if (files.length + rest.length === 0)
        return wrong('say which files to plan: -f FILE-OR-FOLDER, or -f - for standard input')
      return { ok: true, request: { command, ...plan, files: [...rest, ...files] } }
    }
    return explainRequest(rest, files, values.cluster, plan)
  } catch (error) {
    return wrong(argumentError(error))
  }
}

function crdsRequest(given: readonly string[], output: string): Arguments {
  if (given.length > 0) return wrong(`crds takes no files, not ${given.join(' ')}`)
  if (!isOutput(output) || output === 'table')
    return wrong(`crds takes -o json or yaml, not ${JSON.stringify(output)}`)
  return { ok: true, request: { command: 'crds', output } }
}

function explainRequest(
  loose: readonly string[],
  files: readonly string[],
  wec: string | undefined,
  plan: Omit<PlanRequest, 'files'>,
): Arguments {
  // `explain -f FILES… OBJECT`: nothing tells the object from the files but that it comes last.
  const [object = files.at(-1), ...more] = loose
  const read = loose.length === 0 ? files.slice(0, -1) : files
  if (object === undefined || read.length === 0)
    return wrong('say what to explain and from which files: explain deployment/web --cluster WEC -f FILES')
  if (more.length > 0)
    return wrong(
      `explain takes one object, not ${loose.join(' ')}; write it as resource/name or resource/namespace/name`,
    )
  if (wec === undefined) return wrong('say for which WEC: --cluster NAME')
  return { ok: true, request: { command: 'explain', object, wec, ...plan, files: read } }
}

type Tokens = NonNullable<
  ReturnType<typeof parseArgs<{ options: typeof options; tokens: true; allowPositionals: true }>>['tokens']
>

// What follows -f or --clusters belongs to it, so that a shell's pattern (`-f *.yaml`) does what it seems to.
function sortPositionals(tokens: Tokens) {
  const [loose, files, clusters]: [string[], string[], string[]] = [[], [], []]
  let current = loose
  for (const token of tokens) {
    if (token.kind === 'positional') current.push(token.value)
    if (token.kind !== 'option') continue
    const isList = token.name === 'filename' || token.name === 'clusters'
    current = token.name === 'filename' ? files : token.name === 'clusters' ? clusters : loose
    if (isList && token.value !== undefined) current.push(token.value)
  }
  return { loose, files, clusters }
}

function isOutput(text: string): text is OutputFormat {
  return outputs.some((output) => output === text)
}

class WrongArgument extends Error {}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new WrongArgument(`${name} takes a whole number above 0, not ${JSON.stringify(text)}`)
  return Number(text)
}

function instant(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return text
  throw new WrongArgument(`--now takes a time such as 2026-01-31T12:00:00Z, not ${JSON.stringify(text)}`)
}

// parseArgs throws what is wrong.
function argumentError(error: unknown): string {
  if (error instanceof WrongArgument) return error.message
  if (!(error instanceof Error) || !('code' in error)) throw error
  const [, named = ''] = /'(?:-\w, )?(-{1,2}[\w-]*)/.exec(error.message) ?? []
  const option = named === '--filename' ? '-f' : named
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `there is no option ${option}${didYouMean(
        option,
        Object.keys(options).map((name) => `--${name}`),
      )}`
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take') ? `${option} takes no value` : `${option} needs a value`
    default:
      throw error
  }
}

function wrong(message: string): Arguments {
  return { ok: false, message }
}
