import { resourceKey } from '@downsync/core'
import { failureText } from '../client/failure.ts'
import { collectionPath } from '../client/paths.ts'
import type { SpaceClient } from '../client/types.ts'
import type { ServedResource } from '../discovery/types.ts'
import type { Promises } from './promises.ts'

/**
 * Why resources that discovery does not show any more may be there all the same. A server that has just started shows
 * CustomResourceDefinitions and other servers' resources a moment later than its own: taken at its word, it would make
 * everything gone (SNP-1). A resource is gone where nobody stands for it and the server says so when asked for it.
 * @returns the reasons by `resourceKey`; what is not among them is gone
 */
export async function doubtsAbout(
  missing: readonly Readonly<{ served: ServedResource; namespace?: string }>[],
  client: SpaceClient,
  promises: Promises,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const doubts = await Promise.all(
    missing.map(async ({ served, namespace }) => {
      const why = promises.holdFor(served)
        ? 'discovery does not show it, though it is defined'
        : await askFor(served, namespace, client, signal)
      return [resourceKey(served), why] as const
    }),
  )
  return new Map(doubts.flatMap(([key, why]) => (why === undefined ? [] : [[key, why] as const])))
}

async function askFor(
  served: ServedResource,
  namespace: string | undefined,
  client: SpaceClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = collectionPath(served, namespace)
  const answer = await client.request({ method: 'GET', path, query: { limit: '1' } }, signal)
  const isSaid = answer.kind === 'answer' && answer.code >= 400 && answer.code < 429 && answer.code !== 401
  if (isSaid) return undefined
  const isServed = answer.kind === 'answer' && answer.code === 200
  return `discovery does not show it${isServed ? ', but it is served' : `: ${failureText(answer)}`}`
}
