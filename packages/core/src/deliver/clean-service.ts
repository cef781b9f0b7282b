import {
  equalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  names,
  valueAt,
  withMember,
} from '../kube/index.ts'
import { changeMember, withoutMembers } from './clean-members.ts'

const HEADLESS = 'None'

/** The members of a Service's spec that TRF-2 is about, besides the node ports. */
export const serviceMembers: readonly string[] = [
  'ipFamilies',
  'ipFamilyPolicy',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'sessionAffinity',
  'sessionAffinityConfig',
  'clusterIP',
  'clusterIPs',
  'healthCheckNodePort',
]

/** A core/v1 Service without what its API server filled in; what a user asked for stays (TRF-2). */
export function cleanService(service: JsonObject): JsonObject {
  const keepsNodePorts =
    valueAt(service, 'metadata', 'annotations', names.annotations.preserve) === 'nodeport'
  return changeMember(service, 'spec', (spec) => {
    const cleaned = withClusterIPs(withoutMembers(spec, filledIn(spec)))
    return keepsNodePorts ? cleaned : withoutNodePorts(cleaned)
  })
}

/** Names of members of a Service's spec that go as they are. */
function filledIn(spec: JsonObject): readonly string[] {
  const gone = ['ipFamilies']
  if (memberOf(spec, 'ipFamilyPolicy') === 'SingleStack') gone.push('ipFamilyPolicy')
  for (const policy of ['externalTrafficPolicy', 'internalTrafficPolicy'])
    if (memberOf(spec, policy) === 'Cluster') gone.push(policy)
  // A WEC refuses the configuration of an affinity that is not there.
  if (memberOf(spec, 'sessionAffinity') !== 'ClientIP') gone.push('sessionAffinity', 'sessionAffinityConfig')
  if (memberOf(spec, 'clusterIP') !== HEADLESS) gone.push('clusterIP')
  return gone
}

function withClusterIPs(spec: JsonObject): JsonObject {
  if (!listAt(spec, 'clusterIPs').includes(HEADLESS)) return withoutMembers(spec, ['clusterIPs'])
  const headless = [HEADLESS]
  return equalJson(memberOf(spec, 'clusterIPs'), headless) ? spec : withMember(spec, 'clusterIPs', headless)
}

/** A Service's spec without the ports that its nodes were given. */
export function withoutNodePorts(spec: JsonObject): JsonObject {
  const rest = withoutMembers(spec, ['healthCheckNodePort'])
  const ports = memberOf(rest, 'ports')
  if (!isList(ports)) return rest
  const cleaned = ports.map(withoutNodePort)
  return cleaned.every((port, index) => port === ports[index]) ? rest : withMember(rest, 'ports', cleaned)
}

function withoutNodePort(port: Json): Json {
  return isObject(port) ? withoutMembers(port, ['nodePort']) : port
}
