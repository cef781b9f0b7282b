import {
  equalJson,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  serverForm,
  valueAt,
} from '../kube/index.ts'
import { cleanKind, withoutEmptyMaps, withoutOwnFields } from './clean.ts'
import { changeMember, withoutMembers } from './clean-members.ts'
import { serviceMembers, withoutNodePorts } from './clean-service.ts'

/**
 * The rules by which delivered content changes, for a plan to name (P-7): those of cleaning by which something that stands would not be
 * delivered here, or is delivered here and was not there before; and WRP-4, content, for all else that differs.
 * @param standing content of a wrapped object, whoever wrote it
 * @param wanted content as it is delivered here
 * @returns sorted; empty where the two are equal in the server's form
 */
export function changeRules(standing: KubeObject, wanted: KubeObject): readonly string[] {
  const there = serverForm(standing)
  if (equalJson(there, wanted)) return []
  const owned = withoutEmptyMaps(withoutOwnFields(there))
  const cleaned = cleanKind(owned)
  const rules = new Set<string>()
  if (!equalJson(owned, there)) rules.add('TRF-1')
  if (!equalJson(cleaned, owned)) rules.add(ruleOfKind(memberOf(owned, 'kind')))
  if (isService(wanted) && !equalJson(filledIn(cleaned), filledIn(wanted))) rules.add('TRF-2')
  if (!equalJson(besides(cleaned), besides(wanted))) rules.add('WRP-4')
  return [...rules].sort()
}

function ruleOfKind(kind: Json | undefined): string {
  if (kind === 'Service') return 'TRF-2'
  return kind === 'Job' ? 'TRF-3' : 'TRF-6'
}

function isService(object: JsonObject): boolean {
  return memberOf(object, 'kind') === 'Service' && memberOf(object, 'apiVersion') === 'v1'
}

/** Of a Service, what its API server may have filled in. */
function filledIn(service: JsonObject): Json {
  const members = serviceMembers.map((key) => valueAt(service, 'spec', key) ?? null)
  return [...members, ...listAt(service, 'spec', 'ports').map((port) => memberOf(port, 'nodePort') ?? null)]
}

/** All else. */
function besides(object: JsonObject): JsonObject {
  if (!isService(object)) return object
  return changeMember(object, 'spec', (spec) => withoutNodePorts(withoutMembers(spec, serviceMembers)))
}
