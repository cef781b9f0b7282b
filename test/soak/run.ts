import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tallyOf } from './tally.ts'

// `npm run test:soak -- --minutes N`: all differential properties, with seeds that nobody has seen, until the time is up.

// Everything that is compared with a reference, an oracle or another implementation, on inputs drawn at random.
const PROPERTIES = ['test/properties', 'test/sharding', 'test/law/aggregate', 'test/cel/differential']
const root = fileURLToPath(new URL('../..', import.meta.url))
const wanted = process.argv[process.argv.indexOf('--minutes') + 1]
const minutes = process.argv.includes('--minutes') ? Number(wanted) : 10
if (!(minutes > 0)) {
  console.error(`--minutes takes a number above 0, not ${JSON.stringify(wanted ?? '')}`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'soak-'))
const tallies = join(folder, 'tallies')
const begun = Date.now()
const deadline = begun + minutes * 60_000
let rounds = 0
let differences = 0
try {
  while (Date.now() < deadline && differences === 0) {
    rounds++
    const seed = Math.floor(Math.random() * 2 ** 31)
    const { CI: _, ...others } = process.env
    const run = spawnSync('npx', ['vitest', 'run', ...PROPERTIES, '--bail', '1'], {
      cwd: root,
      env: { ...others, NO_COLOR: '1', DOWNSYNC_SEED: String(seed), DOWNSYNC_TALLY: tallies },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    if (run.status !== 0) {
      differences++
      console.log(`${run.stdout}${run.stderr}\nseed ${seed}: repeat it with DOWNSYNC_SEED=${seed}`)
    }
    console.log(line())
  }
} finally {
  rmSync(folder, { recursive: true })
}
process.exitCode = differences === 0 ? 0 : 1

function line(): string {
  const { cases, runs } = tallyOf(readFileSync(tallies, 'utf8'))
  const hours = (Date.now() - begun) / 3_600_000
  const rate = Math.round(cases / hours).toLocaleString('en')
  return `round ${rounds}: ${cases.toLocaleString('en')} cases in ${runs} runs of properties, ${rate} cases an hour, ${differences} differences`
}
