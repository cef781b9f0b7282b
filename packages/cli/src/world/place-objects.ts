import {
  apiVersionOf,
  type ControlKind,
  describeId,
  equalJson,
  isKubeObject,
  type JsonObject,
  type KubeObject,
  nameOf,
  names,
  namespaceOf,
  refKey,
  unknownFields,
  validators,
  withMember,
} from '@downsync/core'
import type { Complaint, Document } from '../read/document.ts'
import { identityDefect, metadataDefects } from './check-object.ts'
import { isDefinition, resourceDefinedBy } from './definition-resource.ts'
import { type Discovery, discoveryWith, isServed, typeOfKind, unknownKindText } from './discovery.ts'
import type { GivenObject } from './given-object.ts'
import type { ResourceType } from './resource-type.ts'
import { isInventory, type SpaceHints, spaceOf } from './space-of.ts'

/** Objects with the places that they have in their spaces, and what could not be placed. */
export type Placing = Readonly<{
  discovery: Discovery
  objects: readonly GivenObject[]
  complaints: readonly Complaint[]
}>

/**
 * Finds the space, the resource and the namespace of every document. What is no object, or of no known kind, or what a server would
 * refuse, is an error, and left out.
 * @param namespace where objects go that are namespaced and do not say where
 */
export function placeObjects(documents: readonly Document[], namespace: string): Placing {
  const complaints: Complaint[] = []
  const complain = (
    severity: Complaint['severity'],
    { file, placeOf }: Document,
    path: string,
    message: string,
  ) => {
    complaints.push({ severity, file, place: placeOf(path), message })
  }
  const base = discoveryWith([])
  const apiVersionFor = (kind: string) => {
    const type = [...base.wds, ...base.its].find((one) => one.kind === kind)
    return type && apiVersionOf(type.group, type.versions[0] ?? '')
  }
  const read = documents.flatMap((document) => {
    const { value } = document
    const defect = identityDefect(value, apiVersionFor)
    if (defect === undefined && isKubeObject(value)) return [{ document, object: value }]
    complain('error', document, defect?.path ?? '', defect?.message ?? 'it is no object of Kubernetes')
    return []
  })
  const defined = new Map<Document, ResourceType>()
  for (const { document, object } of read) {
    if (!isDefinition(object)) continue
    const found = resourceDefinedBy(object)
    if (found.ok) defined.set(document, found.value)
    else complain('error', document, found.path, `${describe(object)}: ${found.path}: ${found.message}`)
  }
  const discovery = discoveryWith([...defined.values()])
  const hints = hintsFrom(
    read.map(({ object }) => object),
    namespace,
  )
  const placed = new Map<string, GivenObject>()
  const withoutNamespace: GivenObject[] = []
  for (const { document, object } of read) {
    if (isDefinition(object) && !defined.has(document)) continue
    const space = spaceOf(object, hints)
    const type = typeOfKind(discovery, space, object.apiVersion, object.kind)
    if (type === undefined || !isServed(type, object.apiVersion)) {
      complain(
        'error',
        document,
        type === undefined ? 'kind' : 'apiVersion',
        unknownKindText(discovery, object.apiVersion, object.kind),
      )
      continue
    }
    const defects = metadataDefects(object, type)
    for (const { path, message } of defects)
      complain('error', document, path, `${describe(object)}: ${message}`)
    if (defects.length > 0) continue
    for (const fault of isControl(object) ? unknownFields(object.kind, object) : [])
      complain('warning', document, fault.path, `${describe(object)}: ${fault.path}: ${fault.message}`)
    if (!type.namespaced && namespaceOf(object) !== '')
      complain(
        'warning',
        document,
        'metadata.namespace',
        `${describe(object)}: a ${object.kind} is in no namespace: metadata.namespace is passed over`,
      )
    const settled = inNamespace(object, type, namespace)
    const ref = {
      space,
      group: type.group,
      resource: type.resource,
      namespace: namespaceOf(settled),
      name: nameOf(settled),
    }
    const given = { ref, type, object: settled, document }
    const other = placed.get(refKey(ref))
    if (other === undefined) {
      placed.set(refKey(ref), given)
      if (type.namespaced && namespaceOf(object) === '') withoutNamespace.push(given)
    } else if (!equalJson(other.object, settled)) {
      const { line } = other.document.placeOf('')
      complain(
        'error',
        document,
        '',
        `${describeId(ref)} stands twice, with different content: ${other.document.file}:${line} has it first, and that one counts`,
      )
    }
  }
  complaints.push(...namespaceComplaints(withoutNamespace, namespace))
  return { discovery, objects: [...placed.values()], complaints }
}

/** `Deployment web`, for messages. */
function describe(object: KubeObject): string {
  return `${object.kind} ${nameOf(object)}`
}

function hintsFrom(objects: readonly KubeObject[], namespace: string): SpaceHints {
  const workload = objects.filter((object) => !isInventory(object))
  return {
    wecs: new Set(
      objects.filter((object) => isInventory(object) && object.kind === 'ManagedCluster').map(nameOf),
    ),
    workloadNamespaces: new Set([namespace, ...workload.map(namespaceOf)]),
  }
}

function isControl(object: KubeObject): object is KubeObject & { kind: ControlKind } {
  return (
    object.apiVersion === `${names.CONTROL_GROUP}/${names.CONTROL_VERSION}` &&
    Object.hasOwn(validators, object.kind)
  )
}

function inNamespace(object: KubeObject, type: ResourceType, namespace: string): KubeObject {
  if (!type.namespaced) return withMetadata(object, withMember(object.metadata, 'namespace', undefined))
  if (namespaceOf(object) !== '') return object
  return withMetadata(object, withMember(object.metadata, 'namespace', namespace))
}

function withMetadata(object: KubeObject, metadata: JsonObject): KubeObject {
  return { ...object, metadata }
}

// One line for all of them: whole installations are written without namespaces.
function namespaceComplaints(objects: readonly GivenObject[], namespace: string): readonly Complaint[] {
  const [first, ...others] = objects
  if (first === undefined || namespace !== 'default') return []
  const { file, placeOf } = first.document
  const what =
    others.length === 0
      ? `${describe(first.object)} names`
      : `${describe(first.object)} and ${others.length === 1 ? 'another object' : `${others.length} other objects`} name`
  const message = `${what} no namespace: taken to be in default, as kubectl does (-n gives another)`
  return [{ severity: 'warning', file, place: placeOf('metadata'), message }]
}
