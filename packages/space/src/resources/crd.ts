import {
  type ConditionWanted,
  conditionOf,
  conditionsOf,
  isDeleting,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  mergeConditions,
  nameOf,
  objectOf,
  stringAt,
  valueAt,
  withMember,
} from '@downsync/core'
import {
  duplicateValue,
  type FieldError,
  invalidValue,
  memberPath,
  requiredValue,
  unsupportedValue,
} from '../status/index.ts'

export const CRD_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io'

/** A CustomResourceDefinition with the names and the conversion that its author left out. */
export function withCrdDefaults(crd: KubeObject): KubeObject {
  const spec = memberOf(crd, 'spec')
  const names = valueAt(crd, 'spec', 'names')
  if (!isObject(spec) || !isObject(names)) return crd
  const kind = stringAt(names, 'kind') ?? ''
  const filled = {
    ...names,
    singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
    listKind: stringAt(names, 'listKind') ?? `${kind}List`,
  }
  const conversion = memberOf(spec, 'conversion') ?? { strategy: 'None' }
  return { ...crd, spec: { ...spec, names: filled, conversion } }
}

/** What is wrong with a CustomResourceDefinition, as far as serving it depends on it. */
export function crdErrors(crd: KubeObject): readonly FieldError[] {
  const errors: FieldError[] = []
  const group = stringAt(crd, 'spec', 'group') ?? ''
  const names = valueAt(crd, 'spec', 'names')
  const plural = stringAt(names, 'plural') ?? ''
  if (nameOf(crd) !== `${plural}.${group}`)
    errors.push(invalidValue('metadata.name', nameOf(crd), 'must be spec.names.plural+"."+spec.group'))
  if (group === '') errors.push(requiredValue('spec.group'))
  else if (!group.includes('.'))
    errors.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'))
  if (plural === '') errors.push(requiredValue('spec.names.plural'))
  if ((stringAt(names, 'kind') ?? '') === '') errors.push(requiredValue('spec.names.kind'))
  const scope = stringAt(crd, 'spec', 'scope') ?? ''
  if (scope === '') errors.push(requiredValue('spec.scope'))
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(unsupportedValue('spec.scope', scope, ['Cluster', 'Namespaced']))
  const strategy = stringAt(crd, 'spec', 'conversion', 'strategy') ?? 'None'
  // Webhooks are not called here, and content must not be served unconverted.
  if (strategy !== 'None') errors.push(unsupportedValue('spec.conversion.strategy', strategy, ['None']))
  errors.push(...versionErrors(listAt(crd, 'spec', 'versions')))
  return errors
}

function versionErrors(versions: readonly Json[]): readonly FieldError[] {
  const errors: FieldError[] = []
  if (versions.length === 0) errors.push(requiredValue('spec.versions', 'must have at least one version'))
  const seen = new Set<string>()
  for (const [index, version] of versions.entries()) {
    const path = `spec.versions[${index}]`
    const name = stringAt(version, 'name') ?? ''
    if (name === '') errors.push(requiredValue(`${path}.name`))
    if (seen.has(name)) errors.push(duplicateValue(`${path}.name`, name))
    seen.add(name)
    const schema = valueAt(version, 'schema', 'openAPIV3Schema')
    const at = `${path}.schema.openAPIV3Schema`
    if (!isObject(schema)) errors.push(requiredValue(at, 'schemas are required'))
    else if (stringAt(schema, 'type') !== 'object')
      errors.push(
        memberOf(schema, 'type') === undefined
          ? requiredValue(memberPath(at, 'type'), 'must not be empty at the root')
          : invalidValue(memberPath(at, 'type'), memberOf(schema, 'type'), 'must be object at the root'),
      )
  }
  const storage = versions.filter((version) => memberOf(version, 'storage') === true)
  if (versions.length > 0 && storage.length !== 1)
    errors.push(
      invalidValue(
        'spec.versions',
        versions.map((v) => stringAt(v, 'name') ?? ''),
        'must have exactly one version marked as storage version',
      ),
    )
  return errors
}

/**
 * The definition with its status: names accepted unless another one of its group has them, established from
 * then on, and the versions that are or were stored.
 * @param others all other definitions
 */
export function withCrdStatus(crd: KubeObject, others: readonly KubeObject[], now: string): KubeObject {
  const taken = conflictingName(crd, others)
  const names = valueAt(crd, 'spec', 'names')
  const status = memberOf(crd, 'status')
  const accepted = taken === undefined ? names : valueAt(status, 'acceptedNames')
  const wasEstablished = conditionOf(conditionsOf(crd), 'Established')?.status === 'True'
  const conditions = crdConditions(
    listAt(status, 'conditions'),
    [
      taken === undefined
        ? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
        : { type: 'NamesAccepted', status: 'False', reason: taken.reason, message: taken.message },
      taken === undefined || wasEstablished
        ? {
            type: 'Established',
            status: 'True',
            reason: 'InitialNamesAccepted',
            message: 'the initial names have been accepted',
          }
        : {
            type: 'Established',
            status: 'False',
            reason: 'NotAccepted',
            message: 'not all names are accepted',
          },
    ],
    now,
  )
  const storage = listAt(crd, 'spec', 'versions').find((version) => memberOf(version, 'storage') === true)
  const stored = listAt(status, 'storedVersions')
  const name = stringAt(storage, 'name')
  const members: [string, Json][] = [['conditions', conditions]]
  if (accepted !== undefined) members.push(['acceptedNames', accepted])
  members.push(['storedVersions', name === undefined || stored.includes(name) ? stored : [...stored, name]])
  return { ...crd, status: objectOf(members) }
}

/** The definition as it is once its deletion has been asked for: its objects go first. */
export function withCrdTerminating(crd: KubeObject, now: string): KubeObject {
  const conditions = crdConditions(
    listAt(crd, 'status', 'conditions'),
    [
      {
        type: 'Terminating',
        status: 'True',
        reason: 'InstanceDeletionPending',
        message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      },
    ],
    now,
  )
  const status = memberOf(crd, 'status')
  return { ...crd, status: { ...(isObject(status) ? status : {}), conditions } }
}

/** Whether the schema of a definition has rules (CEL) that this server does not evaluate. */
export function hasRules(value: Json | undefined): boolean {
  if (isObject(value))
    return Object.hasOwn(value, 'x-kubernetes-validations') || Object.values(value).some(hasRules)
  return Array.isArray(value) && value.some(hasRules)
}

// Conditions of definitions have no lastUpdateTime.
function crdConditions(
  there: readonly Json[],
  owned: readonly ConditionWanted[],
  now: string,
): readonly Json[] {
  return mergeConditions(there, owned, now).map((condition) =>
    withMember(condition, 'lastUpdateTime', undefined),
  )
}

function conflictingName(
  crd: KubeObject,
  others: readonly KubeObject[],
): Readonly<{ reason: string; message: string }> | undefined {
  const group = stringAt(crd, 'spec', 'group')
  const rivals = others.filter(
    (other) =>
      stringAt(other, 'spec', 'group') === group && !isDeleting(other) && conditionsOf(other).length > 0,
  )
  const plurals = new Set<Json>()
  const kinds = new Set<Json>()
  for (const rival of rivals) {
    const names = valueAt(rival, 'status', 'acceptedNames')
    for (const key of ['plural', 'singular']) plurals.add(memberOf(names, key) ?? null)
    for (const short of listAt(names, 'shortNames')) plurals.add(short)
    for (const key of ['kind', 'listKind']) kinds.add(memberOf(names, key) ?? null)
  }
  const names = valueAt(crd, 'spec', 'names')
  for (const [key, reason, used] of [
    ['plural', 'PluralConflict', plurals],
    ['singular', 'SingularConflict', plurals],
    ['kind', 'KindConflict', kinds],
    ['listKind', 'ListKindConflict', kinds],
  ] as const) {
    const name = stringAt(names, key)
    if (name !== undefined && used.has(name))
      return { reason, message: `${JSON.stringify(name)} is already in use` }
  }
  const short = listAt(names, 'shortNames').find((name) => plurals.has(name))
  if (short === undefined) return undefined
  return { reason: 'ShortNamesConflict', message: `${JSON.stringify(short)} is already in use` }
}
