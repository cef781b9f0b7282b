import {
  annotationsOf,
  apiVersionOf,
  canonicalJson,
  equalJson,
  hashText,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  withMember,
} from '@downsync/core'
import { byAge, objectAt, ownerReferenceTo } from './object.ts'
import { intAt } from './read.ts'
import { REVISIONS, type Resource } from './resources.ts'
import { settledTemplate } from './template.ts'

export const REVISION_LABEL = 'controller-revision-hash'
/** What tells a template from others where a name may be another's. */
const HASH_DIGITS = 10
/** A name has to leave room for the hash. */
const NAME_LENGTH = 223

/** `revision` of a ControllerRevision. */
export function revisionNumber(revision: KubeObject): number {
  return intAt(revision, 'revision') ?? 0
}

/** The earlier first. */
export function byRevision(a: KubeObject, b: KubeObject): number {
  return revisionNumber(a) - revisionNumber(b) || byAge(a, b)
}

/** What a ControllerRevision keeps of a template: the patch that brings it back. */
function dataOf(template: JsonObject): JsonObject {
  return { spec: { template: { ...settledTemplate(template), $patch: 'replace' } } }
}

/** The template that a ControllerRevision keeps. */
export function templateIn(revision: KubeObject): JsonObject {
  return withMember(objectAt(revision, 'data', 'spec', 'template'), '$patch', undefined)
}

export function keepsTemplate(revision: KubeObject, template: JsonObject): boolean {
  return equalJson(settledTemplate(templateIn(revision)), settledTemplate(template))
}

/** A new ControllerRevision of a template; `collisions` gives it another name (`status.collisionCount`). */
export function newRevision(
  owner: Readonly<{ object: KubeObject; resource: Resource }>,
  template: JsonObject,
  revision: number,
  collisions: number,
  hashLabel: string,
): KubeObject {
  const data = dataOf(template)
  const hash = hashText(`${canonicalJson(data)}${collisions}`, HASH_DIGITS)
  const annotations = annotationsOf(owner.object)
  return {
    apiVersion: apiVersionOf(REVISIONS.group, REVISIONS.version),
    kind: REVISIONS.kind,
    metadata: {
      name: `${nameOf(owner.object).slice(0, NAME_LENGTH)}-${hash}`,
      namespace: namespaceOf(owner.object),
      labels: { ...objectAt(template, 'metadata', 'labels'), [hashLabel]: hash },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [ownerReferenceTo(owner.object, owner.resource)],
    },
    data,
    revision,
  }
}
