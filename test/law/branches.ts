import { Session } from 'node:inspector/promises'

/** What V8 saw run, of the judges' code. */
export type Coverage = Readonly<{
  /** The parts of the functions that judge this kind which never ran since the start. */
  untaken: (kind: string) => Promise<Readonly<{ blocks: number; exempt: number; missed: readonly string[] }>>
}>

/** Functions that judge any object, and what only others' kinds need of them. */
const general = ['kstatus', 'ofAnyKind', 'argocdHealth', 'isBehind']

/** Branches that no status reaches which a server takes, or no object of these kinds; text that stands in and just before them. */
const unreachable: readonly string[] = [
  // For kinds without a rule of their own.
  'ofReady(object)',
  // Conditions that are no objects.
  'every(isCondition))return"Unknown"',
  // Upstream lets `available` not exceed `ready`, and it was compared before.
  'availableReplicas"))return"InProgress";if(wanted>count(object,"readyReplicas"))return"InProgress"',
  // Every object of these kinds has a generation, and every DaemonSet's status a desired number.
  '"metadata","generation")===void0)return"InProgress"',
  'if(wanted===-1)return"InProgress"',
]

/** Counts, block by block, what runs from now on. A branch that returns has the rest of its function as its other block. */
export async function startCoverage(): Promise<Coverage> {
  const session = new Session()
  session.connect()
  await session.post('Debugger.enable')
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    untaken: async (kind) => {
      const { result } = await session.post('Profiler.takePreciseCoverage')
      await session.post('Profiler.stopPreciseCoverage')
      const own = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`
      const missed: string[] = []
      let blocks = 0
      let exempt = 0
      for (const script of result.filter(({ url }) => url.includes('/test/oracles/'))) {
        const judging = script.functions.filter(
          ({ functionName }) => functionName === own || general.includes(functionName),
        )
        if (judging.length === 0) continue
        const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId: script.scriptId })
        for (const { functionName, ranges } of judging)
          for (const { startOffset, endOffset, count } of ranges) {
            blocks++
            if (count > 0) continue
            const text = scriptSource.slice(startOffset - 110, endOffset).replaceAll(/\s/g, '')
            if (unreachable.some((known) => text.includes(known))) exempt++
            else missed.push(`${functionName}: …${text}`)
          }
      }
      session.disconnect()
      return { blocks, exempt, missed }
    },
  }
}
