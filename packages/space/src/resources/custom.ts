import {
  conditionOf,
  conditionsOf,
  isDeleting,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import type { Resource } from './resource.ts'

/** The resources that a CustomResourceDefinition defines: one for each served version; none until it is established. */
export function resourcesOfCrd(crd: KubeObject): readonly Resource[] {
  if (conditionOf(conditionsOf(crd), 'Established')?.status !== 'True') return []
  const versions = listAt(crd, 'spec', 'versions')
  const storage = versions.find((version) => memberOf(version, 'storage') === true)
  return versions
    .filter((version) => memberOf(version, 'served') === true)
    .map((version) => resourceOfVersion(crd, version, stringAt(storage, 'name') ?? ''))
}

function resourceOfVersion(crd: KubeObject, version: Json, storageVersion: string): Resource {
  const group = stringAt(crd, 'spec', 'group') ?? ''
  const names = valueAt(crd, 'status', 'acceptedNames')
  const schema = valueAt(version, 'schema', 'openAPIV3Schema')
  const kind = stringAt(names, 'kind') ?? ''
  return {
    group,
    version: stringAt(version, 'name') ?? '',
    resource: stringAt(names, 'plural') ?? '',
    kind,
    listKind: stringAt(names, 'listKind') ?? `${kind}List`,
    singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
    shortNames: textsAt(names, 'shortNames'),
    categories: textsAt(names, 'categories'),
    namespaced: stringAt(crd, 'spec', 'scope') === 'Namespaced',
    hasStatus: isObject(valueAt(version, 'subresources', 'status')),
    subresources: [],
    isReview: false,
    countsGeneration: true,
    isCustom: true,
    allowsBlindUpdate: false,
    createsOnUpdate: false,
    nameRule: 'subdomain',
    storageVersion,
    ...(isObject(schema) ? { schema } : {}),
    selectableFields: listAt(version, 'selectableFields').flatMap(
      (field) => stringAt(field, 'jsonPath')?.replace(/^\./, '') ?? [],
    ),
    isTerminating: isDeleting(crd),
  }
}

function textsAt(value: Json | undefined, key: string): readonly string[] {
  return listAt(value, key).filter((text): text is string => typeof text === 'string')
}
