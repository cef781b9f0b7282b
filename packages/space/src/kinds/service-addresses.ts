import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  withMember,
} from '@downsync/core'
import { numberAt, objectAt, withSpec } from './fields.ts'
import type { KindContext } from './kind.ts'

/** The first sixteen bits of every address that is given to Services. */
export const NETWORK = '10.0.'
const FIRST_NODE_PORT = 30_000
const LAST_NODE_PORT = 32_767

/** A Service with the addresses and ports that a server draws for it, and that no other Service has. */
export function withAddresses(service: KubeObject, { store }: KindContext): KubeObject {
  const others = (store.list({ resource: { group: '', resource: 'services' } }) ?? []).map((one) =>
    objectAt(one, 'spec'),
  )
  const spec = objectAt(service, 'spec')
  const addressed = hasAddress(spec) ? withClusterIp(spec, others) : withoutClusterIp(spec)
  return withSpec(service, hasNodePorts(spec) ? withNodePorts(addressed, others) : addressed)
}

/** The same where it takes the place of another: what is drawn already is kept where its author leaves it out. */
export function withKeptAddresses(service: KubeObject, before: KubeObject): KubeObject {
  let spec = objectAt(service, 'spec')
  const old = objectAt(before, 'spec')
  if (hasAddress(spec) && hasAddress(old))
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
      if (memberOf(spec, field) === undefined && stringAt(spec, 'clusterIP') !== 'None')
        spec = withMember(spec, field, memberOf(old, field))
  if (hasNodePorts(spec) && hasNodePorts(old)) {
    const known = new Map(listAt(old, 'ports').map((port) => [portKey(port), memberOf(port, 'nodePort')]))
    const ports = listAt(spec, 'ports').map((port) =>
      isObject(port) && memberOf(port, 'nodePort') === undefined
        ? withMember(port, 'nodePort', known.get(portKey(port)))
        : port,
    )
    spec = { ...spec, ports }
  }
  return withSpec(service, spec)
}

function hasAddress(spec: JsonObject): boolean {
  return stringAt(spec, 'type') !== 'ExternalName'
}

function hasNodePorts(spec: JsonObject): boolean {
  const type = stringAt(spec, 'type')
  return (
    type === 'NodePort' ||
    (type === 'LoadBalancer' && memberOf(spec, 'allocateLoadBalancerNodePorts') !== false)
  )
}

function withClusterIp(spec: JsonObject, others: readonly JsonObject[]): JsonObject {
  const taken = new Set(others.map((one) => stringAt(one, 'clusterIP')))
  const address =
    stringAt(spec, 'clusterIP') ?? stringAt(listAt(spec, 'clusterIPs'), '0') ?? freeAddress(taken)
  const given = listAt(spec, 'clusterIPs')
  return {
    ...spec,
    clusterIP: address,
    clusterIPs: given.length > 0 ? given : [address],
    ipFamilies: memberOf(spec, 'ipFamilies') ?? ['IPv4'],
    ipFamilyPolicy: memberOf(spec, 'ipFamilyPolicy') ?? 'SingleStack',
  }
}

function withoutClusterIp(spec: JsonObject): JsonObject {
  const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy, ...rest } = spec
  return rest
}

// The lowest; the first is the API server's own.
function freeAddress(taken: ReadonlySet<string | undefined>): string {
  for (let number = 2; number < 65_535; number++) {
    const address = `${NETWORK}${number >> 8}.${number & 255}`
    if (!taken.has(address)) return address
  }
  throw new Error('no address is left for Services')
}

function withNodePorts(spec: JsonObject, others: readonly JsonObject[]): JsonObject {
  const taken = new Set(
    [...others, spec].flatMap((one) => listAt(one, 'ports').map((port) => numberAt(port, 'nodePort'))),
  )
  const ports = listAt(spec, 'ports').map((port): Json => {
    if (!isObject(port) || numberAt(port, 'nodePort') > 0) return port
    let free = FIRST_NODE_PORT
    while (taken.has(free) && free < LAST_NODE_PORT) free++
    taken.add(free)
    return { ...port, nodePort: free }
  })
  return { ...spec, ports }
}

function portKey(port: Json): string {
  return `${stringAt(port, 'protocol')}/${numberAt(port, 'port')}`
}
