import { planToTheEnd } from './plan-real.ts'
import { areThere, realWorld } from './real-world.ts'

const WECS = 100
const POLICIES = 20

/** Plans real manifests onto generated WECs and prints what it took. */
function main(): void {
  if (!areThere()) {
    console.log('NOT RUN: the manifests are not here; say where with REAL_MANIFESTS=<folder>')
    return
  }
  const reading = performance.now()
  const { snapshot, complaints, objects } = realWorld(WECS, POLICIES)
  console.log(`${objects} objects, ${WECS} WECs, ${POLICIES} policies; read in ${ms(reading)}`)
  for (const line of new Set(complaints)) console.log(`  ${line}`)
  const start = performance.now()
  const { rounds, outcome, works } = planToTheEnd(snapshot)
  for (const [index, round] of rounds.entries()) {
    const counts = Object.entries(round.byKind).map(([kind, count]) => `${count} ${kind}`)
    const writes = counts.length === 0 ? 'nothing to write' : counts.join(', ')
    console.log(
      `round ${index + 1}: planned in ${round.planMs} ms, applied in ${round.applyMs} ms: ${writes}`,
    )
  }
  console.log(`all rounds: ${ms(start)}`)
  const bytes = works.map((work) => work.bytes).sort((a, b) => a - b)
  const sum = bytes.reduce((total, one) => total + one, 0)
  console.log(
    `${works.length} ManifestWorks, ${(sum / 2 ** 20).toFixed(1)} MiB; bytes: smallest ${bytes[0]}, median ` +
      `${bytes[bytes.length >> 1]}, largest ${bytes.at(-1)} of 512000`,
  )
  for (const [, problems] of outcome.problems) {
    for (const problem of problems) console.log(`${problem.severity} ${problem.on.name}: ${problem.message}`)
  }
}

function ms(since: number): string {
  return `${Math.round(performance.now() - since)} ms`
}

main()
