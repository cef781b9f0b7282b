import { type ControllerName, installDefinitions, runControllers } from '@downsync/adapter-k8s'
import { ocmTransport } from '@downsync/transport-ocm'
import { wdsDefinitions } from '../fleet/definitions.ts'
import { didYouMean } from '../near-name.ts'
import { aborted } from './aborted.ts'
import { DONE, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, itsOptions, wdsChoice, wdsOptions } from './connection-options.ts'
import { limitOptions, limitsIn } from './limits.ts'
import { logInstalled } from './log-installed.ts'
import { TABLES_WRONG, tablesIn, tablesOption } from './tables.ts'

const CONTROLLERS: readonly ControllerName[] = ['binding', 'transport', 'status']

/** `downsync run`: the controllers of one WDS, against spaces that are there. */
export const runCommand: LiveCommand = {
  options: {
    ...wdsOptions,
    ...itsOptions,
    ...limitOptions,
    ...tablesOption,
    controllers: { type: 'string' },
    paused: { type: 'boolean' },
    verbose: { type: 'boolean', short: 'v' },
  },
  async run(given, machine) {
    if (given.rest.length > 0) return { usage: `run takes options only, not ${given.rest.join(' ')}` }
    const chosen = controllersIn(given.text('controllers'))
    if ('wrong' in chosen) return { usage: chosen.wrong }
    const limits = limitsIn(given)
    if ('wrong' in limits) return { usage: limits.wrong }
    const tables = tablesIn(given, machine)
    if (tables === undefined) return failed(machine, TABLES_WRONG)
    const { environment, stopped } = machine
    const [wdsName, itsIs] = [wdsChoice(given), itsChoice(given)]
    const wds = await connect(machine, wdsName, true)
    if (!wds.ok) return failed(machine, wds.message)
    const its = await connect(machine, itsIs, true)
    if (!its.ok) return failed(machine, its.message)
    const installed = await installDefinitions(wds.value.client, wdsDefinitions, environment, stopped)
    if (!installed.ok) return failed(machine, installed.message)
    logInstalled(environment, installed.value)
    const controllers = runControllers({
      wds: wds.value.client,
      its: its.value.client,
      wdsName: wdsName.name,
      environment,
      controllers: chosen.controllers,
      settings: { transport: ocmTransport, limits: limits.limits, tables, paused: given.flag('paused') },
    })
    environment.log({
      level: 'info',
      message: `running ${chosen.controllers.join(', ')} for ${wdsName.name}`,
      fields: { wds: wds.value.client.server, its: its.value.client.server },
    })
    void controllers.ready.then(() => environment.log({ level: 'info', message: 'everything is seen' }))
    await aborted(stopped)
    await controllers.stop()
    environment.log({ level: 'info', message: 'stopped', fields: { ...controllers.counts() } })
    return DONE
  },
}

function controllersIn(
  text: string | undefined,
): Readonly<{ controllers: readonly ControllerName[] } | { wrong: string }> {
  const names = text === undefined ? CONTROLLERS : text.split(',').map((name) => name.trim())
  const controllers = CONTROLLERS.filter((name) => names.includes(name))
  const unknown = names.find((name) => !CONTROLLERS.some((known) => known === name))
  if (unknown === undefined) return { controllers }
  return {
    wrong: `--controllers takes ${CONTROLLERS.join(', ')}, not ${JSON.stringify(unknown)}${didYouMean(unknown, CONTROLLERS)}`,
  }
}
