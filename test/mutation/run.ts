import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { guards } from './guards.ts'
import { type MutationReport, survivorsOf } from './survivors.ts'

// `npm run test:mutation -- <folder> [<folder>…]`: whether the tests see it when a folder of core does something else than it should.
// Incremental: what neither changed nor is guarded by changed tests keeps its verdict. Only texts of messages are left alone.

const root = fileURLToPath(new URL('../..', import.meta.url))
const LEAST = 85
const folders = process.argv.slice(2)
const unknown = folders.find((folder) => !existsSync(join(root, 'packages/core/src', folder)))
if (folders.length === 0 || unknown !== undefined) {
  console.error(
    unknown === undefined
      ? 'say which folders of packages/core/src: select, bind, deliver, …'
      : `packages/core/src has no folder ${unknown}`,
  )
  process.exit(2)
}
for (const folder of folders) {
  const reports = join(root, 'node_modules/.cache/mutation')
  mkdirSync(reports, { recursive: true })
  const name = folder.replaceAll('/', '-')
  const config = join(reports, `${name}-config.json`)
  writeFileSync(config, JSON.stringify(configOf(folder, join(reports, name))))
  const report = join(reports, `${name}-report.json`)
  forgetStaticSurvivors(join(reports, `${name}.json`))
  rmSync(report, { force: true })
  const run = spawnSync('npx', ['stryker', 'run', config], { cwd: root, stdio: 'inherit' })
  if (run.status !== 0) process.exitCode = 1
  if (!existsSync(report)) continue
  const survivors = survivorsOf(JSON.parse(readFileSync(report, 'utf8')) as MutationReport)
  console.log(`\n${folder}: what survived, and why`)
  for (const { reason, mutants } of survivors) console.log(`${String(mutants.length).padStart(6)}  ${reason}`)
}

// Which tests meet what is computed when core is loaded, is not known; so neither is whether a new one would see it.
function forgetStaticSurvivors(file: string): void {
  if (!existsSync(file)) return
  const known = JSON.parse(readFileSync(file, 'utf8')) as MutationReport
  const files = Object.entries(known.files).map(([name, one]) => {
    const mutants = one.mutants.filter(({ static: isStatic, status }) => !(isStatic && status === 'Survived'))
    return [name, { ...one, mutants }] as const
  })
  writeFileSync(file, JSON.stringify({ ...known, files: Object.fromEntries(files) }))
}

function configOf(folder: string, report: string): object {
  return {
    mutate: [`packages/core/src/${folder}/**/*.ts`, '!**/*.test.ts', '!**/*.arbitrary.ts'],
    ignorers: ['messages'],
    testRunner: 'one-load',
    oneLoad: { folder, places: [`packages/core/src/${folder}`, ...(guards[folder] ?? [])] },
    plugins: ['ignore-messages.mjs', 'one-load.mjs'].map((file) => join(root, 'test/mutation', file)),
    coverageAnalysis: 'perTest',
    timeoutMS: 20_000,
    concurrency: 2,
    // What is loaded anew is never let go: a process that has loaded hundreds of times is busy with its memory alone.
    maxTestRunnerReuse: 100,
    incremental: true,
    incrementalFile: `${report}.json`,
    reporters: ['clear-text', 'json', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportMutants: true, reportTests: false },
    jsonReporter: { fileName: `${report}-report.json` },
    thresholds: { high: LEAST, low: LEAST, break: LEAST },
    tempDirName: '.stryker',
    ignorePatterns: ['**/dist', 'examples', 'coverage'],
    warnings: { unknownOptions: false },
  }
}
