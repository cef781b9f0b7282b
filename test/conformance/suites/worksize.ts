import { goJsonLength, isKubeObject, type Json, type JsonObject, listAt } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { differenceOf, type Suite } from '../suite.ts'

/** WRP-1: the bytes of each manifest, and of the workload of a ManifestWork, as OCM's webhook counts them. */
export const worksize: Suite = { file: 'worksize', check, alter }

function check(vector: JsonObject): string | undefined {
  const manifests = listAt(vector, 'manifests')
  return (
    differenceOf('each', vector['each'], manifests.map(goJsonLength)) ??
    differenceOf(
      'bytes',
      vector['bytes'],
      manifests.map(sizeOf).reduce((sum, size) => sum + size, 0),
    )
  )
}

function sizeOf(manifest: Json): number {
  if (!isKubeObject(manifest)) throw new Error('a manifest is no Kubernetes object')
  return ocmTransport.sizeOf(manifest)
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, bytes: Number(vector['bytes']) + 1 }
}
