import {
  type Action,
  type Json,
  type JsonObject,
  objectOf,
  type PairEffect,
  stringifyJson,
} from '@downsync/core'
import { Document, visit } from 'yaml'
import { kubernetesScalars } from '../read/yaml-scalars.ts'

/** Formats that programs read. */
export type MachineFormat = 'json' | 'yaml'

/** A value in a format that programs read, numbers unchanged (NUM-1); ends with a line break. */
export function machineText(value: Json, format: MachineFormat): string {
  return format === 'json' ? `${stringifyJson(value, 2)}\n` : yamlText(value)
}

/** A value as YAML that reads as the same value, for this program and for kubectl. */
export function yamlText(value: Json): string {
  const document = new Document(value, {
    schema: 'failsafe',
    customTags: [...kubernetesScalars],
    aliasDuplicateObjects: false,
  })
  visit(document, {
    Scalar: (_, scalar) => {
      // Bare, it would merge what it names.
      if (scalar.value === '<<') scalar.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ lineWidth: 0 })
}

/** An action as JSON, without what only the planner needs. */
export function actionJson(action: Action): JsonObject {
  const { ref, why, kind, after, effects = [] } = action
  const common: JsonObject = {
    kind,
    ref: refJson(ref),
    why: { rule: why.rule, from: refJson(why.from) },
    after: after.map(refJson),
    ...(effects.length > 0 && { effects: effects.map(effectJson) }),
  }
  switch (action.kind) {
    case 'create':
      return { ...common, object: action.object }
    case 'patch':
      return withoutUndefined({
        ...common,
        subresource: action.subresource,
        format: action.format,
        patch: action.patch,
        uid: action.uid,
        resourceVersion: action.resourceVersion,
      })
    case 'delete':
      return { ...common, uid: action.uid, resourceVersion: action.resourceVersion }
  }
}

function effectJson({ what, manifest, rules }: PairEffect): JsonObject {
  const { group, kind, namespace, name } = manifest
  return { what, object: { group, kind, namespace, name }, rules }
}

/** Plain data as JSON: fields that are undefined are left away. */
export function withoutUndefined(value: Readonly<Record<string, Json | undefined>>): JsonObject {
  return objectOf(
    Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, member] as const])),
  )
}

function refJson(ref: Action['ref']): JsonObject {
  const { space, group, resource, namespace, name } = ref
  return { space, group, resource, namespace, name }
}
