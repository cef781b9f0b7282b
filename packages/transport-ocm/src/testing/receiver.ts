import {
  equalJson,
  type JsonObject,
  type KubeObject,
  manifestKey,
  memberOf,
  names,
  type Report,
  versionOf,
} from '@downsync/core'
import type { TransportReceiver } from '@downsync/core/testing'
import { manifestIdOf, manifestIdsOf, manifestsOf, manifestWorks } from '../manifest-work.ts'

/** What OCM's agent and KubeStellar's status add-on write, as they write it. */
export const ocmReceiver: TransportReceiver = {
  acknowledge(wrapped, words) {
    const observedGeneration = memberOf(wrapped.metadata, 'generation') ?? 0
    const conditionOf = (isGood: boolean, message: string): JsonObject => ({
      type: 'Applied',
      status: isGood ? 'True' : 'False',
      observedGeneration,
      message,
    })
    const ids = manifestIdsOf(wrapped)
    const manifests = words.map(({ id, state, message }) => ({
      resourceMeta: {
        ordinal: ids.findIndex((one) => manifestKey(one) === manifestKey(id)),
        ...id,
        version: versionIn(wrapped, manifestKey(id)),
      },
      conditions: [
        conditionOf(state === 'applied', state === 'applied' ? '' : `Failed to apply manifest: ${message}`),
      ],
    }))
    const isApplied = words.every(({ state }) => state === 'applied')
    return { ...wrapped, status: { conditions: [conditionOf(isApplied, '')], resourceStatus: { manifests } } }
  },

  record({ object, wec, wrapped, status, at, generation }: Report) {
    const { apiVersion, kind } = {
      apiVersion: `${manifestWorks.group}/${manifestWorks.version}`,
      ...manifestWorks,
    }
    return {
      apiVersion: `${names.CONTROL_GROUP}/${names.CONTROL_VERSION}`,
      kind: 'WorkStatus',
      metadata: {
        name: 'record',
        namespace: wec,
        ...(wrapped && { ownerReferences: [{ apiVersion, kind, ...wrapped, controller: true }] }),
        ...(at !== undefined && { managedFields: [{ subresource: 'status', time: at }] }),
        ...(generation !== undefined && {
          annotations: { [names.annotations.generation]: String(generation) },
        }),
      },
      spec: { sourceRef: { ...object, version: 'v1', kind: 'Any' } },
      ...(status !== undefined && { status }),
    }
  },
}

function versionIn(wrapped: KubeObject, key: string): string {
  const manifest = manifestsOf(wrapped)
    .map((one) => one as KubeObject)
    .find((one) => equalJson(manifestKey(manifestIdOf(one)), key))
  return versionOf(manifest?.apiVersion ?? '')
}
