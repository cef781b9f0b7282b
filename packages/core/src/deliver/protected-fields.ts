import type { Location } from '../jsonpath/index.ts'
import { equalJson, type Json } from '../kube/index.ts'

/** What no CustomTransform removes (TRF-5). */
const PROTECTED: readonly Location[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
]

/** What every object has: an expression that selects something protected of it is an error (TRF-5). */
export const protectedProbe: Json = { apiVersion: '', kind: '', metadata: { name: '', namespace: '' } }

/** Whether what is at a location is protected. */
export function isProtected(location: Location): boolean {
  return PROTECTED.some((one) => equalJson(one, location))
}
