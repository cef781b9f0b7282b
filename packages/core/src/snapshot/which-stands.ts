import { canonicalJson, type KubeObject, resourceVersionOf, uidOf, versionOf } from '../kube/index.ts'

/**
 * Whether of two objects with one identity the other takes the place of the one that stands.
 * @param version preferred version of their resource, if that is known
 */
export type TakesPlace = (standing: KubeObject, other: KubeObject, version: string | undefined) => boolean

/**
 * A resourceVersion as the number that it is in every API server: at most uint64; undefined for any other
 * text.
 */
export function numericVersion(resourceVersion: string): bigint | undefined {
  return /^(?:0|[1-9]\d{0,19})$/.test(resourceVersion) ? BigInt(resourceVersion) : undefined
}

/**
 * For events, which come one after the other: what comes takes the place, unless it is late. Late is, under
 * the same uid, an older resourceVersion (where both are numbers), or the same state in another version than
 * the preferred one, in which it stands already (BND-1).
 */
export const comesLater: TakesPlace = (standing, other, version) => {
  if (uidOf(standing) !== uidOf(other)) return true
  const order = compareVersions(standing, other)
  return order < 0 || (order === 0 && !(isIn(standing, version) && !isIn(other, version)))
}

/**
 * For lists, in which order means nothing (P-2): the preferred version, then the greater resourceVersion, a
 * number before any other text, then the greater canonical text.
 */
export const ranksHigher: TakesPlace = (standing, other, version) => {
  if (isIn(standing, version) !== isIn(other, version)) return isIn(other, version)
  const order = rankOf(standing) - rankOf(other) || compareVersions(standing, other)
  return order === 0 ? canonicalJson(standing) < canonicalJson(other) : order < 0
}

function rankOf(object: KubeObject): number {
  return numericVersion(resourceVersionOf(object)) === undefined ? 0 : 1
}

// Zero where the two cannot be compared.
function compareVersions(a: KubeObject, b: KubeObject): number {
  const left = numericVersion(resourceVersionOf(a))
  const right = numericVersion(resourceVersionOf(b))
  if (left === undefined || right === undefined || left === right) return 0
  return left < right ? -1 : 1
}

function isIn(object: KubeObject, version: string | undefined): boolean {
  return version !== undefined && versionOf(object.apiVersion) === version
}
