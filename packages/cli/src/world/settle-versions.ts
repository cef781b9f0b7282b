import { versionOf } from '@downsync/core'
import type { Complaint } from '../read/document.ts'
import type { Discovery } from './discovery.ts'
import type { GivenObject } from './given-object.ts'
import { type ResourceType, resourceText } from './resource-type.ts'

/**
 * A server converts objects into the version that it prefers (ID-1), which files cannot: where all objects of a resource are written in one
 * other version, that is taken for the preferred one, and said.
 */
export function settleVersions(
  discovery: Discovery,
  objects: readonly GivenObject[],
): Readonly<{ discovery: Discovery; complaints: readonly Complaint[] }> {
  const byResource = new Map<string, GivenObject[]>()
  for (const given of objects) {
    if (given.ref.space !== 'wds') continue
    const key = resourceText(given.type)
    byResource.set(key, [...(byResource.get(key) ?? []), given])
  }
  const complaints: Complaint[] = []
  const wds = discovery.wds.map((type): ResourceType => {
    const given = byResource.get(resourceText(type)) ?? []
    const [first] = given
    const version = first && versionOf(first.object.apiVersion)
    if (first === undefined || version === undefined || version === type.versions[0]) return type
    if (given.some(({ object }) => versionOf(object.apiVersion) !== version)) return type
    complaints.push({
      severity: 'warning',
      file: first.document.file,
      place: first.document.placeOf('apiVersion'),
      message: `servers convert ${resourceText(type)} to ${type.versions[0] ?? ''}, which they prefer; they are planned as written, in ${version}`,
    })
    return { ...type, versions: [version, ...type.versions.filter((one) => one !== version)] }
  })
  return { discovery: { ...discovery, wds }, complaints }
}
