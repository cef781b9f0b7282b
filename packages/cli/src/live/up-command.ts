import { join, resolve } from 'node:path'
import { mergedKubeconfig } from '../fleet/merged-kubeconfig.ts'
import { type EmbeddedFleet, startEmbeddedFleet } from '../fleet/start-embedded-fleet.ts'
import { table } from '../print/text.ts'
import { aborted } from './aborted.ts'
import { DONE, failed, type LiveCommand } from './command.ts'
import { DEFAULT_NAMES } from './connection-options.ts'
import { limitOptions, limitsIn } from './limits.ts'
import type { Machine } from './machine.ts'
import { wholeNumberIn } from './options.ts'

const WECS = 2
/** Each is an API server with an agent; what a laptop bears. */
const MOST_WECS = 100

/** `downsync up`: the whole system in this process, on embedded spaces. */
export const upCommand: LiveCommand = {
  options: {
    ...limitOptions,
    wecs: { type: 'string' },
    data: { type: 'string' },
    verbose: { type: 'boolean', short: 'v' },
  },
  async run(given, machine) {
    if (given.rest.length > 0) return { usage: `up takes options only, not ${given.rest.join(' ')}` }
    const wecs = wholeNumberIn('wecs', given.text('wecs'), MOST_WECS) ?? WECS
    if (typeof wecs === 'object') return { usage: wecs.wrong }
    const limits = limitsIn(given)
    if ('wrong' in limits) return { usage: limits.wrong }
    const data = given.text('data')
    const folder = data === undefined ? undefined : resolve(data)
    const started = await startEmbeddedFleet({
      environment: machine.environment,
      wdsName: DEFAULT_NAMES.wds,
      itsName: DEFAULT_NAMES.its,
      wecs: Array.from({ length: wecs }, (_, index) => ({ name: `wec${index + 1}` })),
      limits: limits.limits,
      ...(folder !== undefined && { folder }),
    })
    if (!started.ok) return failed(machine, started.message)
    const fleet = started.value
    try {
      const written = writeKubeconfig(machine, fleet, folder)
      if (!written.ok) return failed(machine, written.message)
      machine.write(greeting(fleet, written.path, folder))
      await aborted(machine.stopped)
      return DONE
    } finally {
      await fleet.stop()
    }
  },
}

type Written = Readonly<{ ok: true; path: string } | { ok: false; message: string }>

function writeKubeconfig(machine: Machine, fleet: EmbeddedFleet, folder: string | undefined): Written {
  try {
    const path = join(folder ?? machine.temporaryFolder(), 'kubeconfig')
    machine.writeFile(path, mergedKubeconfig([fleet.wds, fleet.its, ...fleet.wecs()]))
    return { ok: true, path }
  } catch (error) {
    return {
      ok: false,
      message: `the kubeconfig cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

function greeting(fleet: EmbeddedFleet, kubeconfig: string, folder: string | undefined): string {
  const wecs = fleet.wecs()
  const [first] = wecs
  const spaces = [
    [fleet.wds.name, 'workload description space: your objects and policies', fleet.wds.url],
    [fleet.its.name, 'inventory and transport space: clusters and mailboxes', fleet.its.url],
    ...wecs.map(({ name, url }) => [name, 'workload execution cluster', url]),
  ]
  const lasting =
    folder === undefined
      ? 'Nothing of it lasts: give --data FOLDER to keep it.'
      : `All of it is kept in ${folder}.`
  return `${[
    'downsync is running.',
    '',
    ...table(['CONTEXT', 'WHAT IT IS', 'SERVER'], spaces),
    '',
    'Try next, in another terminal:',
    '',
    `  export KUBECONFIG=${kubeconfig}`,
    `  kubectl --context ${fleet.its.name} label managedcluster ${first?.name ?? 'wec1'} tier=prod ovens=main`,
    `  kubectl --context ${fleet.wds.name} apply -f examples/quickstart/bakery.yaml -f examples/quickstart/policies.yaml`,
    '  downsync get policies',
    `  kubectl --context ${first?.name ?? 'wec1'} get deployments -n bakery`,
    '  downsync clusters',
    '',
    `${lasting} Ctrl-C ends it.`,
  ].join('\n')}\n`
}
