import { aggregated, coreVersions, groupList, groupOnly, resourceList } from '../resources/index.ts'
import type { Site } from '../write/index.ts'
import type { Answer } from './answer.ts'
import { openapiAt } from './openapi.ts'

const VERSION = {
  major: '1',
  minor: '33',
  gitVersion: 'v1.33.0+downsync',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'embedded',
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** What is no resource: discovery, health, version; undefined for a path that leads nowhere. */
export function documentAt(site: Site, path: string, accept: string, address: string): Answer | undefined {
  const wantsAll = accept.replaceAll(' ', '').includes(AGGREGATED)
  const resources = site.catalog.all()
  const [, root, first, second, ...rest] = path.replace(/\/$/, '').split('/')
  if (root === 'openapi') {
    const segments = [first, second, ...rest].filter((segment) => segment !== undefined)
    return documentOf(openapiAt(resources, segments))
  }
  if (rest.length > 0) return undefined
  switch (root) {
    case 'healthz':
    case 'livez':
    case 'readyz':
      return { code: 200, body: 'ok' }
    case 'version':
      return first === undefined ? { code: 200, body: VERSION } : undefined
    case 'api': {
      if (first === undefined)
        return wantsAll ? aggregate(aggregated(resources, true)) : { code: 200, body: coreVersions(address) }
      return second === undefined ? documentOf(resourceList(resources, '', first)) : undefined
    }
    case 'apis': {
      if (first === undefined)
        return wantsAll ? aggregate(aggregated(resources, false)) : { code: 200, body: groupList(resources) }
      return documentOf(
        second === undefined ? groupOnly(resources, first) : resourceList(resources, first, second),
      )
    }
    default:
      return undefined
  }
}

function documentOf(document: Answer['body'] | undefined): Answer | undefined {
  return document === undefined ? undefined : { code: 200, body: document }
}

function aggregate(body: Answer['body']): Answer {
  return { code: 200, body, contentType: AGGREGATED }
}
