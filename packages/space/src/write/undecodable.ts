import type { Resource } from '../resources/index.ts'
import { badRequest, type Failure } from '../status/index.ts'

/** The refusal of a body that cannot be read as an object of its resource. */
export function undecodable(resource: Resource, why: string): Failure {
  const { kind, version } = resource
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`)
}
