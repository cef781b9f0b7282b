import { builtInTables } from '../../packages/core/src/aggregate/index.ts'
import { startCoverage } from './branches.ts'
import { oracles } from './judge.ts'
import { tryScope } from './law.ts'
import { ours, oursAndOthers } from './rules.ts'
import type { Scope } from './scope.ts'
import { scopes } from './scopes/index.ts'

// `npm run test:law`: AGG-1 over every combination of small scopes. It fails when our rule calls healthy what is not, or the other
// way round, or when some branch of a judge was never taken.

const stride = Number(process.argv[2] ?? 1)
const SAMPLE = 61
let failures = 0
const rows: string[][] = []
for (const scope of scopes) await run(scope)
console.log(`\n${tableOf(rows)}`)
console.log(
  failures === 0 ? '\nThe law holds.' : `\n${failures} kinds break the law or leave branches untried.`,
)
process.exitCode = failures === 0 ? 0 : 1

async function run(scope: Scope): Promise<void> {
  const begun = performance.now()
  const observes = builtInTables.find(({ kind }) => kind === scope.kind)?.observesGeneration ?? false
  // Counting blocks is slow: a part of the combinations takes every branch already, and the whole takes what a part does.
  const coverage = await startCoverage()
  tryScope(scope, ours, observes, SAMPLE)
  const untaken = await coverage.untaken(scope.kind)
  const [tallies, ...rivals] = tryScope(scope, oursAndOthers, observes, stride)
  if (tallies === undefined) return
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  console.log(`${scope.kind} (${seconds} s)`)
  for (const oracle of oracles) {
    const tally = tallies[oracle]
    if (tally.combinations === 0) continue
    const { healthy, progressing, degraded, falseHealthy, falseProgressing, notWorst, examples } = tally
    console.log(
      `  ${oracle}: ${tally.combinations} combinations: ${healthy} healthy, ${progressing} progressing, ${degraded} degraded; ` +
        `false healthy ${falseHealthy}, false progressing ${falseProgressing}, not the worst ${notWorst}`,
    )
    for (const example of examples) console.log(`    ${JSON.stringify(example)}`)
    if (falseHealthy + falseProgressing + notWorst > 0) failures++
    const rival = rivals.map((all) => `${all[oracle].falseHealthy} / ${all[oracle].falseProgressing}`)
    rows.push([
      scope.kind,
      oracle,
      `${tally.combinations}`,
      `${healthy} / ${progressing} / ${degraded}`,
      `**${falseHealthy} / ${falseProgressing}**`,
      ...rival,
    ])
  }
  console.log(
    untaken.missed.length === 0
      ? `  every branch of the judges was taken (${untaken.blocks} blocks; ${untaken.exempt} that no valid status reaches)`
      : `  never taken, of ${untaken.blocks} blocks:\n${untaken.missed.map((text) => `    ${text}`).join('\n')}`,
  )
  if (untaken.missed.length > 0) failures++
}

function tableOf(lines: readonly (readonly string[])[]): string {
  const head = [
    'kind',
    'judge',
    'combinations',
    'healthy / progressing / degraded',
    'false healthy / false progressing',
    'independent minima',
    'sums',
  ]
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
