import { installDefinitions } from '@downsync/adapter-k8s'
import { runWorkloadSimulator, wecDefinitions } from '@downsync/agent'
import { joinWec, runAgent } from '../fleet/join-wec.ts'
import { aborted } from './aborted.ts'
import { DONE, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { itsChoice, itsOptions } from './connection-options.ts'
import { labelsIn } from './labels.ts'
import { logInstalled } from './log-installed.ts'

/** `downsync agent`: registers a WEC, applies what its mailbox holds, and reports what becomes of it. */
export const agentCommand: LiveCommand = {
  options: {
    ...itsOptions,
    'wec-kubeconfig': { type: 'string' },
    'wec-context': { type: 'string' },
    'wec-name': { type: 'string' },
    label: { type: 'string', multiple: true },
    'simulate-workload': { type: 'boolean' },
    verbose: { type: 'boolean', short: 'v' },
  },
  async run(given, machine) {
    if (given.rest.length > 0) return { usage: `agent takes options only, not ${given.rest.join(' ')}` }
    const name = given.text('wec-name')
    if (name === undefined) return { usage: 'say how the cluster is to be called: --wec-name NAME' }
    const labels = labelsIn(given.texts('label'))
    if ('wrong' in labels) return { usage: labels.wrong }
    const { environment, stopped } = machine
    const its = await connect(machine, itsChoice(given), true)
    if (!its.ok) return failed(machine, its.message)
    const wec = await connect(
      machine,
      { role: 'WEC', name, kubeconfig: given.text('wec-kubeconfig'), context: given.text('wec-context') },
      true,
    )
    if (!wec.ok) return failed(machine, wec.message)
    const installed = await installDefinitions(wec.value.client, wecDefinitions, environment, stopped)
    if (!installed.ok) return failed(machine, installed.message)
    logInstalled(environment, installed.value)
    const [client, hub] = [wec.value.client, its.value.address]
    const ended = new AbortController()
    let why: string | undefined
    const agent = runAgent({
      environment,
      seat: (signal) =>
        joinWec({
          its: its.value.client,
          hub,
          wec: client,
          name,
          labels: labels.labels,
          environment,
          signal,
        }),
      onEnd(message) {
        why = message
        ended.abort()
      },
    })
    const simulator = given.flag('simulate-workload')
      ? runWorkloadSimulator({ wec: client, environment })
      : undefined
    const tell = async () => {
      await agent.joined
      if (why !== undefined || stopped.aborted) return
      const fields = { its: hub.server, wec: client.server }
      environment.log({ level: 'info', message: `${name} is registered`, fields })
    }
    void tell()
    await aborted(AbortSignal.any([stopped, ended.signal]))
    await Promise.all([agent.stop(), simulator?.stop()])
    for (const one of [its.value.client, client]) one.close()
    return why === undefined || stopped.aborted ? DONE : failed(machine, why)
  },
}
