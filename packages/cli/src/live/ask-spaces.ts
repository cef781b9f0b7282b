import { realEnvironment } from '@downsync/adapter-k8s'
import { nodeSystem } from '../node-system.ts'
import { liveCommandOf } from './commands.ts'
import { nodeFolders } from './node-machine.ts'
import { runLive } from './run-live.ts'

/** What a command printed, and its exit code. */
export type Answer = Readonly<{ code: number; output: string; errors: string }>

/**
 * Runs a command that ends by itself, such as `explain deployment/web --cluster berlin`, on the spaces of a kubeconfig file.
 * @throws for a line that is no command on spaces: a programmer's mistake
 */
export async function askSpaces(kubeconfig: string, line: string): Promise<Answer> {
  const [name = '', ...args] = line.split(' ')
  const command = liveCommandOf(name, args)
  if (command === undefined) throw new TypeError(`${line} is no command on spaces`)
  const written = { output: '', errors: '' }
  const code = await runLive(name, command, args, {
    ...nodeSystem(),
    ...nodeFolders,
    environment: realEnvironment,
    stopped: new AbortController().signal,
    colours: false,
    variable: (variable) => (variable === 'KUBECONFIG' ? kubeconfig : undefined),
    write: (text) => {
      written.output += text
    },
    writeError: (text) => {
      written.errors += text
    },
  })
  return { code, ...written }
}
