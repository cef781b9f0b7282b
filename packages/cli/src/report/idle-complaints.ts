import {
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  names,
  type Outcome,
  policyRef,
  type Ref,
  refOf,
} from '@downsync/core'
import { nearName } from '../near-name.ts'
import type { Complaint } from '../read/document.ts'
import type { World } from '../world/build-world.ts'
import type { BindingReport } from './bindings.ts'

const INVENTORY = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }
const POLICIES = { group: names.CONTROL_GROUP, resource: 'bindingpolicies' }

/** What is right in form, does nothing, and was hardly meant so. */
export function idleComplaints(
  world: World,
  { snapshot }: Outcome,
  bindings: readonly BindingReport[],
): readonly Complaint[] {
  const inventory = [...snapshot.objects('its', INVENTORY)]
  const policies = [...snapshot.objects('wds', POLICIES)]
  return [
    ...(policies.length === 0 && bindings.length === 0
      ? [warning('there is no BindingPolicy among the files: nothing goes anywhere')]
      : []),
    ...(inventory.length === 0
      ? [
          warning(
            'there is no ManagedCluster: add some to the files, or give names and labels with --clusters',
          ),
        ]
      : []),
    ...inventory.flatMap((wec) => unlabelled(world, wec)),
    ...policies.flatMap((policy) => [
      ...unknownNames(world, policy),
      ...selectsNothing(world, policy, bindings, inventory.length > 0),
    ]),
  ]
}

function unlabelled(world: World, wec: KubeObject): readonly Complaint[] {
  if (Object.keys(labelsOf(wec)).length > 0) return []
  const ref = refOf('its', { ...INVENTORY, namespace: '', name: nameOf(wec) })
  return [
    warning(
      `ManagedCluster ${nameOf(wec)} has no labels: hardly any clusterSelector selects it`,
      world,
      ref,
      'metadata',
    ),
  ]
}

// SEL-3: resources are lower-case plurals; a kind or a short name there selects nothing.
function unknownNames(world: World, policy: KubeObject): readonly Complaint[] {
  const types = world.discovery.wds
  const ref = policyRef(nameOf(policy))
  return listAt(policy, 'spec', 'downsync').flatMap((clause, index) =>
    listAt(clause, 'resources').flatMap((name, at): readonly Complaint[] => {
      if (typeof name !== 'string' || name === '*' || types.some(({ resource }) => resource === name))
        return []
      const path = `spec.downsync[${index}].resources[${at}]`
      const asked = name.toLowerCase()
      const called = types.find(
        ({ kind, shortNames, resource, group }) =>
          kind.toLowerCase() === asked || shortNames.includes(asked) || asked === `${resource}.${group}`,
      )
      const meant =
        called?.resource ??
        nearName(
          name,
          types.map(({ resource }) => resource),
        )
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`
      return [
        warning(
          `BindingPolicy ${nameOf(policy)}: ${path}: there is no resource ${name}${hint}`,
          world,
          ref,
          path,
        ),
      ]
    }),
  )
}

function selectsNothing(
  world: World,
  policy: KubeObject,
  bindings: readonly BindingReport[],
  hasWecs: boolean,
): readonly Complaint[] {
  const name = nameOf(policy)
  const binding = bindings.find((one) => one.name === name && one.from === 'policy')
  if (binding === undefined || binding.frozen) return []
  const say = (path: string, message: string) =>
    warning(`BindingPolicy ${name}: ${message}`, world, policyRef(name), path)
  const complaints: Complaint[] = []
  if (listAt(policy, 'spec', 'clusterSelectors').length === 0)
    complaints.push(say('spec', 'spec.clusterSelectors is empty, which selects no WEC; [{}] selects all'))
  else if (binding.wecs.length === 0 && hasWecs)
    complaints.push(say('spec.clusterSelectors', 'spec.clusterSelectors: no WEC has such labels'))
  if (listAt(policy, 'spec', 'downsync').length === 0)
    complaints.push(say('spec', 'spec.downsync is empty, which selects no object'))
  else if (binding.objects.length === 0)
    complaints.push(say('spec.downsync', 'spec.downsync: none of the objects is so'))
  return complaints
}

function warning(message: string, world?: World, ref?: Ref, path = ''): Complaint {
  const where = ref === undefined ? undefined : world?.placeOf(ref, path)
  return { severity: 'warning', message, ...where }
}
