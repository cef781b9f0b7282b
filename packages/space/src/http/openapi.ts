import { apiVersionOf, type Json } from '@downsync/core'
import type { Resource } from '../resources/index.ts'

const PREFIX = '/openapi/v3/'

/**
 * OpenAPI documents: what may be sent with a write to which kind, and no schemas of objects. By them clients learn that this
 * server checks fields itself, and leave it to it (`fieldValidation`).
 * @param segments of the path, after `/openapi`
 * @returns undefined for a path that leads nowhere
 */
export function openapiAt(resources: readonly Resource[], segments: readonly string[]): Json | undefined {
  const [version, ...place] = segments
  if (version !== 'v3') return undefined
  const groupVersions = new Map<string, Resource[]>()
  for (const resource of resources) {
    const key = placeOf(resource)
    groupVersions.set(key, [...(groupVersions.get(key) ?? []), resource])
  }
  if (place.length === 0)
    return {
      paths: Object.fromEntries(
        [...groupVersions.keys()].map((key) => [key, { serverRelativeURL: `${PREFIX}${key}` }]),
      ),
    }
  const served = groupVersions.get(place.join('/'))
  if (served === undefined) return undefined
  const paths = served.filter(({ isReview }) => !isReview).map((resource) => pathOf(resource))
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  }
}

function placeOf({ group, version }: Resource): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`
}

const PARAMETERS: Json = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
}))

function pathOf(resource: Resource): readonly [string, Json] {
  const { group, version, kind, namespaced } = resource
  const scope = namespaced ? '/namespaces/{namespace}' : ''
  const operation = (action: string): Json => ({
    description: `${action} ${apiVersionOf(group, version)} ${kind}`,
    operationId: `${action}${kind}`,
    parameters: PARAMETERS,
    responses: { '200': { description: 'OK' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, kind, version },
  })
  const path = `/${placeOf(resource)}${scope}/${resource.resource}/{name}`
  return [path, { patch: operation('patch'), put: operation('put') }]
}
