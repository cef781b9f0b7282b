import type { Environment } from '@downsync/adapter-k8s'
import type { KubeObject } from '@downsync/core'
import type { SaidCondition } from '../wec/conditions/set-condition.ts'
import { changedConditions } from './conditions.ts'
import { DONE, type Step, stepOf } from './ensure.ts'
import type { HubView } from './hub-view.ts'
import type { HubWriter } from './hub-writer.ts'
import { resources } from './names.ts'

/** What the hub works with. */
export type HubTools = Readonly<{
  view: HubView
  writer: HubWriter
  environment: Environment
  acceptAll: boolean
}>

/** Writes conditions where they are not said yet. */
export async function say(
  { writer, environment }: HubTools,
  cluster: KubeObject,
  said: readonly SaidCondition[],
): Promise<Step> {
  const conditions = changedConditions(cluster, said, environment.now())
  if (conditions === undefined) return DONE
  const written = await writer.patch(resources.clusters, cluster, { status: { conditions } }, 'status')
  return stepOf(written, 'write the status of', { resource: resources.clusters, object: cluster })
}
