import { type KubeObject, serverForm } from '@downsync/core'
import { isSameJson } from './same-json.ts'

/** Whether two manifests are the same content for a server (P-6a). */
export function isSameContent(a: KubeObject, b: KubeObject): boolean {
  return isSameJson(serverForm(a), serverForm(b))
}
