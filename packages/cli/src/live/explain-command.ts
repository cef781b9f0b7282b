import { answerText, questionOf } from '../commands/answer.ts'
import { servedTypes } from '../world/served-types.ts'
import { DONE, failed, type LiveCommand } from './command.ts'
import { itsOptions, wdsOptions } from './connection-options.ts'
import { observe } from './observe.ts'
import { tablesOption } from './tables.ts'

/** `downsync explain` without files: why one object is, or is not, in one WEC, as the spaces are now. */
export const explainLiveCommand: LiveCommand = {
  options: {
    ...wdsOptions,
    ...itsOptions,
    ...tablesOption,
    cluster: { type: 'string' },
    namespace: { type: 'string', short: 'n' },
    output: { type: 'string', short: 'o' },
    verbose: { type: 'boolean', short: 'v' },
  },
  async run(given, machine) {
    const [object, ...more] = given.rest
    const wec = given.text('cluster')
    if (object === undefined)
      return { usage: 'say what to explain: explain deployment/web --cluster WEC, with -f FILES for files' }
    if (more.length > 0)
      return { usage: `explain takes one object, not ${given.rest.join(' ')}; files come after -f` }
    if (wec === undefined) return { usage: 'say for which WEC: --cluster NAME' }
    const output = given.text('output') ?? 'table'
    if (output !== 'table' && output !== 'json' && output !== 'yaml')
      return { usage: `-o takes table, json or yaml, not ${JSON.stringify(output)}` }
    const seen = await observe(given, machine)
    if (!seen.ok) {
      const isAddressed = (given.text('wds-kubeconfig') ?? machine.variable('KUBECONFIG')) !== undefined
      return failed(
        machine,
        `${seen.message}${isAddressed ? '' : '; what is to be read from files comes after -f'}`,
      )
    }
    const { controllers } = seen.value
    try {
      const outcome = controllers.outcome()
      const { snapshot } = outcome
      const namespace = given.text('namespace') ?? 'default'
      const place = { snapshot, types: servedTypes(snapshot), namespace, has: 'the WDS has' }
      const understood = questionOf({ object, wec }, place)
      if (!understood.ok) return failed(machine, understood.messages.join('; '))
      const style = { output, verbose: given.flag('verbose'), complaints: [] } as const
      machine.write(answerText(outcome, understood.question, style, machine))
      return DONE
    } finally {
      await controllers.stop()
    }
  },
}
