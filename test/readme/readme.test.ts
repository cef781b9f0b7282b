import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nodeSystem, run, type System } from '@downsync/cli'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}))
const of = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text)

/** The TypeScript runner in a process of its own, as the scripts of package.json start it. */
const tsx = (...args: readonly string[]) =>
  execFileSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** What a command line of the README prints, on both outputs unless one goes to a file. */
function outputOf(command: string): string {
  const [, how, lines, from = ''] =
    /^npm run -s demo \| (tail -n|grep -A) (\d+)(?: '\^([^']+)')?$/.exec(command) ?? []
  if (how === 'tail -n') return lastLines(demoOutput(), Number(lines))
  if (how === 'grep -A') return linesFrom(demoOutput(), from, Number(lines))
  const isUp = /^npm run -s downsync -- up --wecs 2$/.test(command)
  if (isUp) return upOutput()
  const [, input, args, redirected] =
    /^(?:echo '([^']*)' \| )?npm run -s downsync -- (.*?)( > \S+)?$/.exec(command) ?? []
  if (args === undefined)
    throw new Error(`the README shows a command that its test does not know: ${command}`)
  const written = { output: '', errors: '' }
  run(args.split(' '), systemAtRoot(input ?? '', written))
  return `${written.errors}${redirected === undefined ? written.output : ''}`.trimEnd()
}

/** What `up` prints before it is ended. */
function upOutput(): string {
  const script =
    'out=$(mktemp); "$0" --import tsx packages/cli/src/main.ts up --wecs 2 > "$out" 2> /dev/null & pid=$!; ' +
    'for _ in $(seq 200); do grep -q Ctrl-C "$out" && break; sleep 0.2; done; kill -INT $pid; wait $pid; cat "$out"; rm "$out"'
  return execFileSync('sh', ['-c', script, process.execPath], { cwd: root, encoding: 'utf8' }).trimEnd()
}

/** Times, ports and folders differ from run to run. */
function steady(text: string): string {
  return text
    .replace(/^ *\d+ ms/gm, '# ms')
    .replace(/in [\d.]+ s\./g, 'in # s.')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:#')
    .replace(/KUBECONFIG=\S+/g, 'KUBECONFIG=#')
}

// Played once, shown in parts.
let played: string | undefined
function demoOutput(): string {
  played ??= tsx('examples/quickstart/demo.ts')
  return played
}

function linesFrom(text: string, start: string, more: number): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(start))
  return lines
    .slice(at, at + more + 1)
    .join('\n')
    .trimEnd()
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}

function systemAtRoot(input: string, written: { output: string; errors: string }): System {
  const at = (path: string) => `${root}${path}`
  return {
    ...files(at),
    now: '2026-01-01T00:00:00Z',
    colours: false,
    width: 100,
    readStandardInput: () => new TextEncoder().encode(`${input}\n`),
    write: (text) => {
      written.output += text
    },
    writeError: (text) => {
      written.errors += text
    },
  }
}

function files(at: (path: string) => string): Pick<System, 'isFolder' | 'namesIn' | 'read'> {
  const system = nodeSystem()
  return {
    isFolder: (path) => system.isFolder(at(path)),
    namesIn: (path) => system.namesIn(at(path)),
    read: (path) => system.read(at(path)),
  }
}

describe('the README', () => {
  it.each(of('console').map((text) => [text.split('\n')[0] ?? '', text] as const))(
    'shows what is printed: %s',
    (_, text) => {
      const [command = '', ...output] = text.split('\n')
      expect(steady(outputOf(command.replace(/^\$ /, '')))).toBe(steady(output.join('\n')))
    },
  )

  it('shows the example that it names, and what it prints', () => {
    expect(of('ts').map((text) => `${text}\n`)).toEqual([readFileSync(`${root}examples/library.ts`, 'utf8')])
    expect(of('text')).toEqual([tsx('examples/library.ts').trimEnd()])
  })

  it('names no script that does not exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
  })

  it('links to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, path = '']) => path)
    expect(links.length).toBeGreaterThan(0)
    for (const path of links) expect(() => nodeSystem().isFolder(root + path)).not.toThrow()
  })
})
