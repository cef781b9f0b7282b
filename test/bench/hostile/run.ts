import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.ts'

// `npm run bench:hostile`: reported state that nobody means well with: what it takes, in time and in memory. Each case has a process of
// its own, as the most memory that one needed is not to be told otherwise; what `nothing` needs is what all need.

const LIMIT = 300_000
const [at] = process.argv.slice(2)
if (at === undefined) all()
else one(Number(at))

function one(index: number): void {
  cases[index]?.run((what) => void process.stdout.write(`${what}\n`))
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`)
}

function all(): void {
  let least = 0
  for (const [index, { name }] of cases.entries()) {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), String(index)]
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LIMIT })
    const lines = run.stdout.trim().split('\n')
    const most = Number(lines.pop()) / 1024
    if (index === 0) least = most
    const memory = index === 0 ? `${most.toFixed(0)} MB` : `${Math.max(0, most - least).toFixed(0)} MB more`
    const isDone = run.status === 0
    if (!isDone) process.exitCode = 1
    const what = isDone ? [...lines, memory] : [`FAILED: ${run.error?.message ?? run.stderr.slice(-500)}`]
    process.stdout.write(`${name}: ${what.join('; ')}\n`)
  }
}
