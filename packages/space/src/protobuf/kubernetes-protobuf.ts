import { type Json, stringAt } from '@downsync/core'
import { badRequest, done, type Outcome, refused, unsupportedMediaType } from '../status/index.ts'
import { messageOfKind } from './layout.ts'
import { createMessageReader } from './message.ts'

export const PROTOBUF = 'application/vnd.kubernetes.protobuf'

// `k8s` and a zero.
const MAGIC = [0x6b, 0x38, 0x73, 0x00]

/**
 * An object in Kubernetes' protobuf encoding, as its Go type stands in JSON. Clients made with client-go from 0.32 on, kubectl
 * among them, send built-in kinds so, and nothing else instead.
 */
export function readKubernetesProtobuf(body: Uint8Array): Outcome<Json> {
  if (MAGIC.some((byte, index) => body[index] !== byte))
    return refused(
      badRequest('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]'),
    )
  const reader = createMessageReader()
  const envelope = reader.read('runtime.Unknown', body.subarray(MAGIC.length))
  const apiVersion = stringAt(envelope, 'typeMeta', 'apiVersion') ?? ''
  const kind = stringAt(envelope, 'typeMeta', 'kind') ?? ''
  const message = messageOfKind(apiVersion, kind)
  if (message === undefined) return refused(unsupportedMediaType(['application/json']))
  const object = reader.read(message, Buffer.from(stringAt(envelope, 'raw') ?? '', 'base64'))
  const problem = reader.problem()
  if (problem !== undefined)
    return refused(badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem}`))
  return done({ apiVersion, kind, ...object })
}
