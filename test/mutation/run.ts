import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
  const config = join(root, 'node_modules/.cache', `stryker-${folder.replaceAll('/', '-')}.json`)
  writeFileSync(
    config,
    JSON.stringify({
      mutate: [`packages/core/src/${folder}/**/*.ts`, '!**/*.test.ts', '!**/*.arbitrary.ts'],
      ignorers: ['messages'],
      testRunner: 'vitest',
      vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
      plugins: ['@stryker-mutator/vitest-runner', join(root, 'test/mutation/ignore-messages.mjs')],
      coverageAnalysis: 'perTest',
      // A loaded machine is no endless loop.
      timeoutFactor: 4,
      timeoutMS: 20_000,
      concurrency: 2,
      incremental: true,
      incrementalFile: join(reports, `${folder.replaceAll('/', '-')}.json`),
      reporters: ['clear-text', 'json', 'progress-append-only'],
      clearTextReporter: { allowColor: false, logTests: false, reportMutants: true, reportTests: false },
      jsonReporter: { fileName: join(reports, `${folder.replaceAll('/', '-')}-report.json`) },
      thresholds: { high: LEAST, low: LEAST, break: LEAST },
      tempDirName: 'node_modules/.cache/stryker',
      ignorePatterns: ['**/dist', 'examples', 'packages/*/dist', '.ci'],
    }),
  )
  const run = spawnSync('npx', ['stryker', 'run', config], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DOWNSYNC_MUTATION_FOLDER: folder },
  })
  if (run.status !== 0) process.exitCode = 1
}
