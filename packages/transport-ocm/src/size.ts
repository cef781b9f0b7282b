import { goJsonLength, type KubeObject, onceForEach } from '@downsync/core'

/**
 * Bytes that a manifest adds to a ManifestWork as OCM's webhook counts them (WRP-1): its JSON as Go writes it, in the
 * protobuf frame of a RawExtension, which is one byte of tag and the length as a varint.
 */
export function sizeOf(content: KubeObject): number {
  return sizeOnce(content)
}

const sizeOnce = onceForEach((content: KubeObject): number => {
  const length = goJsonLength(content)
  return 1 + varintLength(length) + length
})

// Seven bits a byte.
function varintLength(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}
