import { type JsonObject, type KubeObject, names } from '@downsync/core'
import { record, type Schema, text } from './schema.ts'

/** The revision of the definitions here, on each of them (API-1): to be counted up with every change of one. */
export const REVISION = 1

/** A column that `kubectl get` shows. */
export type Column = Readonly<{ name: string; type: 'string' | 'boolean' | 'date'; jsonPath: string }>

export type DefinitionOptions = Readonly<{
  group: string
  kind: string
  shortNames?: readonly string[]
  scope: 'Namespaced' | 'Cluster'
  columns?: readonly Column[]
  text: string
  spec: Schema
  status: Schema
  isSpecRequired: boolean
  /** Limits on `metadata.name`; a schema may say no more of metadata. */
  name?: JsonObject
}>

/** The CustomResourceDefinition of a kind with one version, v1, and a status subresource. */
export function definitionOf(options: DefinitionOptions): KubeObject {
  const { group, kind, shortNames = [], scope, columns = [] } = options
  const singular = kind.toLowerCase()
  const plural = `${singular}s`
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { [names.annotations.crdRevision]: String(REVISION) },
    },
    spec: {
      group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        ...(shortNames.length === 0 ? {} : { shortNames }),
      },
      scope,
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: rootOf(options) },
          ...(columns.length === 0 ? {} : { additionalPrinterColumns: columns }),
        },
      ],
    },
  }
}

function rootOf({ kind, text: said, spec, status, isSpecRequired, name }: DefinitionOptions): Schema {
  return record(
    said,
    {
      apiVersion: text('The version of the API that the object is written in.'),
      kind: text(`The kind of the object: ${kind}.`),
      metadata: {
        type: 'object',
        ...(name === undefined ? {} : { properties: { name: { type: 'string', ...name } } }),
      },
      spec,
      status,
    },
    isSpecRequired ? ['spec'] : [],
  )
}
