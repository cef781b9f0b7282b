import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Bugs seeded by hand, each a patch of the sources: the property suite has to find every one of them, soon. The first line of a patch
// says what it breaks, the second which properties are tried first, before all of them. Numbers given as arguments run those alone.

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const LIMIT_SECONDS = 60
const wanted = process.argv.slice(2)

const patches = readdirSync(here)
  .filter((file) => file.endsWith('.patch'))
  .filter((file) => wanted.length === 0 || wanted.some((number) => file.startsWith(number)))
  .sort()
const missed = patches.filter((file) => !isFound(file))
if (missed.length > 0) {
  console.log(`not found: ${missed.join(', ')}`)
  process.exitCode = 1
} else console.log(`all ${patches.length} found`)

function isFound(file: string): boolean {
  const tree = copyOfTree()
  try {
    const [title = '', first = ''] = readFileSync(join(here, file), 'utf8').split('\n')
    const applied = spawnSync('git', ['apply', join(here, file)], { cwd: tree, encoding: 'utf8' })
    if (applied.status !== 0) {
      console.log(`${file}: does not apply: ${applied.stderr.trim()}`)
      return false
    }
    const started = Date.now()
    const named = `test/properties/${first}.test.ts`
    const finder = firstRed(tree, [
      { tests: named, runs: '1' },
      { tests: named, runs: '6' },
      { tests: 'test/properties', runs: '1' },
    ])
    const seconds = ((Date.now() - started) / 1000).toFixed(0)
    console.log(
      `${file}: ${title}\n  ${finder === undefined ? 'NOT FOUND' : `found by: ${finder}`} (${seconds} s)`,
    )
    return finder !== undefined
  } finally {
    rmSync(tree, { recursive: true })
  }
}

/** The working tree as far as the properties need it. */
function copyOfTree(): string {
  const tree = mkdtempSync(join(tmpdir(), 'seeded-bug-'))
  for (const name of ['packages', 'test', 'tsconfig.json', 'vitest.config.ts', 'package.json']) {
    cpSync(join(root, name), join(tree, name), {
      recursive: true,
      filter: (path) => !path.includes('node_modules') && !path.includes('/dist'),
    })
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  return tree
}

/** A folder or file of tests, and by what its number of cases is multiplied. */
type Try = Readonly<{ tests: string; runs: string }>

/** The first property that fails, within the limit; one try after the other. */
function firstRed(tree: string, tries: readonly Try[]): string | undefined {
  const deadline = Date.now() + LIMIT_SECONDS * 1000
  for (const { tests, runs } of tries) {
    const timeout = deadline - Date.now()
    if (timeout <= 0) return undefined
    const run = spawnSync('npx', ['vitest', 'run', tests, '--bail', '1', '--reporter', 'json'], {
      cwd: tree,
      env: { ...process.env, DOWNSYNC_RUNS: runs, DOWNSYNC_SHRINK: 'no' },
      encoding: 'utf8',
      timeout,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 28,
    })
    if (run.error !== undefined) return undefined
    const [failure] = failuresIn(JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))))
    if (failure !== undefined) return failure
  }
  return undefined
}

type Report = Readonly<{
  testResults: readonly Readonly<{
    name: string
    message: string
    assertionResults: readonly Readonly<{ status: string; fullName: string }>[]
  }>[]
}>

function failuresIn(report: unknown): readonly string[] {
  // Vitest's own report.
  return (report as Report).testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName)
    return failed.length > 0 || message === '' ? failed : [`${name}: ${message}`]
  })
}
