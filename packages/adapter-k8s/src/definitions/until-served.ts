import {
  type Condition,
  conditionOf,
  conditionsOf,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  stringAt,
} from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import { failureText } from '../client/failure.ts'
import type { SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'
import { startReflector } from '../reflector/start-reflector.ts'
import { DEFINITIONS } from './put-definition.ts'

const FIRST_LOOK = 50
const LONGEST_LOOK = 2000

/** Waits until a definition is established and discovery shows its resource, in a version that was asked for. */
export async function untilServed(
  client: SpaceClient,
  definition: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<Attempt<undefined>> {
  const problem =
    (await untilEstablished(client, definition, environment, signal)) ??
    (await untilShown(client, definition, environment, signal))
  if (problem === undefined) return { ok: true, value: undefined }
  return { ok: false, message: `CustomResourceDefinition ${nameOf(definition)} is not served: ${problem}` }
}

// What still stood in the way when time was up; undefined: nothing.
async function untilEstablished(
  client: SpaceClient,
  definition: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  let problem: string | undefined = 'it has not been seen yet'
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      reflector.stop()
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const reflector = startReflector({
      client,
      target: {
        ...DEFINITIONS,
        kind: 'CustomResourceDefinition',
        namespaced: false,
        fieldSelector: `metadata.name=${nameOf(definition)}`,
      },
      environment,
      onEvents(events) {
        for (const event of events) {
          if (event.kind === 'put') problem = establishmentProblem(event.object)
          else if (event.kind === 'deleted') problem = 'it has been deleted'
          // Who may not follow definitions sees by discovery alone whether they are served.
          else if (event.kind === 'unknown') problem = undefined
        }
        if (problem === undefined) finish()
      },
    })
    if (signal.aborted) finish()
    else signal.addEventListener('abort', finish, { once: true })
  })
  return problem
}

function establishmentProblem(definition: KubeObject): string | undefined {
  const conditions = conditionsOf(definition)
  const established = conditionOf(conditions, 'Established')
  if (established?.status === 'True') return undefined
  const refused = conditionOf(conditions, 'NamesAccepted')
  const telling = refused?.status === 'False' ? refused : established
  return telling === undefined ? 'it is not established yet' : conditionText(telling)
}

function conditionText({ type, status, reason, message }: Condition): string {
  return `condition ${type} is ${status} (${[reason, message].filter((text) => text !== '').join(': ')})`
}

async function untilShown(
  client: SpaceClient,
  definition: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let delay = FIRST_LOOK; ; delay = Math.min(delay * 2, LONGEST_LOOK)) {
    const problem = await discoveryProblem(client, definition, signal)
    if (problem === undefined || signal.aborted) return problem
    await environment.sleep(delay, signal)
  }
}

async function discoveryProblem(
  client: SpaceClient,
  definition: KubeObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const group = stringAt(definition, 'spec', 'group') ?? ''
  const plural = stringAt(definition, 'spec', 'names', 'plural')
  let problem = 'it has no version that is served'
  for (const version of listAt(definition, 'spec', 'versions')) {
    if (memberOf(version, 'served') !== true) continue
    const name = stringAt(version, 'name') ?? ''
    const path = `/apis/${encodeURIComponent(group)}/${encodeURIComponent(name)}`
    const answer = await client.request({ method: 'GET', path }, signal)
    const isAnswered = answer.kind === 'answer' && answer.code === 200
    const resources = isAnswered ? listAt(answer.body, 'resources') : []
    if (resources.some((one) => stringAt(one, 'name') === plural)) return undefined
    problem = `discovery does not show it in version ${name}${isAnswered ? '' : ` (${failureText(answer)})`}`
  }
  return problem
}
