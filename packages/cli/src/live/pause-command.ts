import { failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import { names } from '@downsync/core'
import { DONE, failed, type LiveCommand } from './command.ts'
import { connect } from './connect.ts'
import { wdsChoice, wdsOptions } from './connection-options.ts'

const POLICIES = { group: names.CONTROL_GROUP, version: 'v1alpha1', resource: 'bindingpolicies' }
const BINDINGS = { ...POLICIES, resource: 'bindings' }
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' }

/** `downsync pause POLICY…` or `--all`: nothing is written for it until `downsync resume` (BND-12). */
export const pauseCommand = switchCommand('pause', 'true')
export const resumeCommand = switchCommand('resume', null)

function switchCommand(verb: 'pause' | 'resume', value: string | null): LiveCommand {
  return {
    options: { ...wdsOptions, all: { type: 'boolean' }, binding: { type: 'boolean' } },
    async run(given, machine) {
      const isAll = given.flag('all')
      if (isAll === given.rest.length > 0)
        return { usage: `say what to ${verb}: names of policies, or --all` }
      const wds = await connect(machine, wdsChoice(given), false)
      if (!wds.ok) return failed(machine, wds.message)
      const { client } = wds.value
      // The namespace kube-system stands for the whole WDS, as it does in WRP-6.
      const paths = isAll
        ? [objectPath(NAMESPACES, '', 'kube-system')]
        : given.rest.map((name) => objectPath(given.flag('binding') ? BINDINGS : POLICIES, '', name))
      try {
        for (const [index, path] of paths.entries()) {
          const what = isAll ? 'everything' : (given.rest[index] ?? '')
          const why = await annotate(client, path, value)
          if (why !== undefined) return failed(machine, `cannot ${verb} ${what}: ${why}`)
          machine.write(`${what} ${verb}d\n`)
        }
        return DONE
      } finally {
        client.close()
      }
    },
  }
}

async function annotate(
  client: SpaceClient,
  path: string,
  value: string | null,
): Promise<string | undefined> {
  const answer = await client.request({
    method: 'PATCH',
    path,
    contentType: 'application/merge-patch+json',
    body: { metadata: { annotations: { [names.annotations.paused]: value } } },
  })
  return answer.kind === 'answer' && answer.code === 200 ? undefined : failureText(answer)
}
