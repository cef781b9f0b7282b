import { type KubeObject, nameOf } from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import type { SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'
import { putDefinition } from './put-definition.ts'
import type { Installed } from './types.ts'
import { untilServed } from './until-served.ts'

/** Milliseconds for a definition to be served, which takes a fraction of a second where nothing is wrong. */
const PATIENCE = 60_000

/**
 * API-1: makes CustomResourceDefinitions stand and be served: creates those that are absent, replaces those of ours that
 * carry a lower revision, and leaves every other one as it is.
 * @returns what was done with each, in their order, or what stands in the way of the first that could not be made to be served
 */
export async function installDefinitions(
  client: SpaceClient,
  definitions: readonly KubeObject[],
  environment: Environment,
  signal?: AbortSignal,
): Promise<Attempt<readonly Installed[]>> {
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted === true) stop()
  const inTime = environment.sleep(PATIENCE, stopping.signal).then(stop)
  const attempts = await Promise.all(
    definitions.map((definition) => installOne(client, definition, environment, stopping.signal)),
  )
  stop()
  await inTime
  signal?.removeEventListener('abort', stop)
  const installed: Installed[] = []
  for (const attempt of attempts) {
    if (!attempt.ok) return attempt
    installed.push(attempt.value)
  }
  return { ok: true, value: installed }
}

async function installOne(
  client: SpaceClient,
  definition: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<Attempt<Installed>> {
  const put = await putDefinition(client, definition, environment, signal)
  if (!put.ok) return put
  const served = await untilServed(client, definition, environment, signal)
  if (!served.ok) return served
  return { ok: true, value: { name: nameOf(definition), did: put.value } }
}
