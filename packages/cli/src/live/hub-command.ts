import { installDefinitions } from '@downsync/adapter-k8s'
import { runHub } from '@downsync/agent'
import { itsDefinitions } from '../fleet/definitions.ts'
import { aborted } from './aborted.ts'
import { DONE, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, itsOptions } from './connection-options.ts'
import { logInstalled } from './log-installed.ts'

/** `downsync hub`: the hub's side of registration, for an ITS in which Open Cluster Management is not installed. */
export const hubCommand: LiveCommand = {
  options: {
    ...itsOptions,
    'accept-all': { type: 'boolean' },
    verbose: { type: 'boolean', short: 'v' },
  },
  async run(given, machine) {
    if (given.rest.length > 0) return { usage: `hub takes options only, not ${given.rest.join(' ')}` }
    const { environment, stopped } = machine
    const its = await connect(machine, itsChoice(given), true)
    if (!its.ok) return failed(machine, its.message)
    const { client } = its.value
    const installed = await installDefinitions(client, itsDefinitions, environment, stopped)
    if (!installed.ok) return failed(machine, installed.message)
    logInstalled(environment, installed.value)
    const acceptAll = given.flag('accept-all')
    const hub = runHub({ its: client, environment, acceptAll })
    void hub.ready.then(() =>
      environment.log({
        level: 'info',
        message: acceptAll
          ? 'every cluster that asks to join is accepted'
          : 'clusters that ask to join wait for downsync clusters accept NAME',
        fields: { its: client.server },
      }),
    )
    await aborted(stopped)
    await hub.stop()
    client.close()
    return DONE
  },
}
