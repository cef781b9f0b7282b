import { type JsonObject, type KubeObject, names, objectOf } from '../kube/index.ts'
import type { Definition } from './definitions/definition.ts'
import { definitions } from './definitions/index.ts'
import type { Note } from './definitions/note.ts'
import { type Field, fieldsOf, type Shape, shapeOf } from './shape.ts'

/** The revision of what `controlCrds` gives, on each of them: to be counted up with every change of it. */
export const CRD_REVISION = 1

/**
 * The CustomResourceDefinitions of the control API, generated from the schemas that validate; a fresh value at each call.
 * WorkStatus is for the ITS, the others are for the WDS.
 */
export function controlCrds(): readonly KubeObject[] {
  return Object.values(definitions).map(crdOf)
}

function crdOf(definition: Definition): KubeObject {
  const { kind, plural, shortNames, categories, namespaced } = definition
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${names.CONTROL_GROUP}`,
      annotations: { [names.annotations.crdRevision]: String(CRD_REVISION) },
    },
    spec: {
      group: names.CONTROL_GROUP,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames,
        ...(categories === undefined ? {} : { categories }),
      },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [versionOf(definition)],
    },
  }
}

function versionOf(definition: Definition): JsonObject {
  const { columns, notes } = definition
  return {
    name: names.CONTROL_VERSION,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: rootOf(definition) },
    ...(Object.hasOwn(notes, 'status') ? { subresources: { status: {} } } : {}),
    ...(columns.length === 0 ? {} : { additionalPrinterColumns: columns }),
  }
}

function rootOf({ kind, text, schema, notes, status }: Definition): JsonObject {
  const fields = new Map(fieldsOf(shapeOf(schema)))
  if (status !== undefined) fields.set('status', { shape: shapeOf(status), required: false })
  for (const name of ['apiVersion', 'kind', 'metadata']) fields.delete(name)
  const { properties, ...form } = objectForm(fields, notes)
  return {
    description: text,
    ...form,
    properties: {
      apiVersion: { description: 'The version of the API that the object is written in.', type: 'string' },
      kind: { description: `The kind of the object: ${kind}.`, type: 'string' },
      // An API server has its own schema for metadata and refuses any word on it here, a description too.
      metadata: { type: 'object' },
      ...properties,
    },
  }
}

function nodeOf(shape: Shape, note: Note | undefined): JsonObject {
  if (note === undefined) throw new Error('a field of the control API without a description')
  if (typeof note === 'string') return { description: note, ...formOf(shape, {}) }
  return { description: note.text, ...formOf(shape, note), ...note.openapi }
}

function formOf(shape: Shape, note: Exclude<Partial<Note>, string>): JsonObject {
  switch (shape.kind) {
    case 'object':
      return objectForm(shape.fields, note.fields ?? {})
    case 'list':
      return {
        type: 'array',
        items: note.item === undefined ? formOf(shape.item, {}) : nodeOf(shape.item, note.item),
      }
    case 'integer':
      return { type: 'integer', format: 'int64' }
    case 'choice':
      return { type: 'string', enum: shape.values }
    case 'free':
      // The schema passes on what it does not look into; the note may say what it is.
      return Object.hasOwn(note.openapi ?? {}, 'type') ? {} : { 'x-kubernetes-preserve-unknown-fields': true }
    default:
      return { type: shape.kind }
  }
}

function objectForm(
  fields: ReadonlyMap<string, Field>,
  notes: Readonly<{ [name: string]: Note }>,
): Readonly<{ type: string; properties: JsonObject; required?: readonly string[] }> {
  const entries = [...fields]
  const properties = objectOf(entries.map(([name, { shape }]) => [name, nodeOf(shape, notes[name])]))
  const required = entries.filter(([, field]) => field.required).map(([name]) => name)
  return required.length === 0 ? { type: 'object', properties } : { type: 'object', properties, required }
}
