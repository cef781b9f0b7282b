import type { Field, FieldType, ListMerge, ScalarName, StructType } from './struct-type.ts'
import { apiextensionsTable } from './tables/apiextensions.ts'
import { appsTable } from './tables/apps.ts'
import { authorizationTable } from './tables/authorization.ts'
import { autoscalingTable } from './tables/autoscaling.ts'
import { batchTable } from './tables/batch.ts'
import { coreTable } from './tables/core.ts'
import { corePodsTable } from './tables/core-pods.ts'
import { coreVolumesTable } from './tables/core-volumes.ts'
import { metaTable } from './tables/meta.ts'
import { networkingTable } from './tables/networking.ts'
import {
  admissionregistrationTable,
  authenticationTable,
  coordinationTable,
  discoveryTable,
  policyTable,
  rbacTable,
  scaleTable,
  schedulingTable,
  storageTable,
} from './tables/small-groups.ts'

// A table has a line for each structure and, indented, its fields:
//
//   name:type    left out when it is empty (omitempty); with `=` it is always written
//   *type        a pointer: empty means absent, and zero is a value
//   [type] {type}  a list, a map of texts to it
//   [type]@a,b   a list merged by keys of its items; `@set`: by its items; `/apply`, `/patch`: only so
//   type!        a map that apply takes as a whole; after the name of a structure: all of that type
//   type+        not as a whole here, although the structure is
//   type^        a strategic merge patch may say $retainKeys
//
// Structures of other tables carry their name: `meta.ObjectMeta`.
const tables: Readonly<Record<string, string>> = {
  admissionregistration: admissionregistrationTable,
  apiextensions: apiextensionsTable,
  apps: appsTable,
  authentication: authenticationTable,
  authorization: authorizationTable,
  autoscaling: autoscalingTable,
  batch: batchTable,
  coordination: coordinationTable,
  core: coreTable + corePodsTable + coreVolumesTable,
  discovery: discoveryTable,
  meta: metaTable,
  networking: networkingTable,
  policy: policyTable,
  rbac: rbacTable,
  scale: scaleTable,
  scheduling: schedulingTable,
  storage: storageTable,
}

const scalars = new Set<string>([
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'bytes',
  'time',
  'microtime',
  'quantity',
  'intOrString',
  'any',
] satisfies ScalarName[])

const ATOMIC: ListMerge = { kind: 'atomic' }
const known = new Map<string, StructType>()

/** A structure by its name, `core.PodSpec`; throws for one that no table has. */
export function structOf(name: string): StructType {
  if (known.size === 0)
    for (const [group, table] of Object.entries(tables))
      for (const struct of structsIn(group, table)) known.set(struct.name, struct)
  const found = known.get(name)
  if (found === undefined) throw new Error(`no structure ${name}`)
  return found
}

function structsIn(group: string, table: string): readonly StructType[] {
  return table
    .trim()
    .split(/\n(?! )/)
    .map((block) => {
      const [head = '', ...tokens] = block.trim().split(/\s+/)
      const fields = tokens.map((token) => fieldOf(group, token))
      return {
        name: `${group}.${head.replace('!', '')}`,
        isAtomic: head.endsWith('!'),
        fields: new Map(fields.map((field) => [field.name, field])),
      }
    })
}

function fieldOf(group: string, token: string): Field {
  const [, name = '', sign, typeText = '', bang, plus, merge, retain] =
    /^([^:=]+)([:=])([^@!^+]+)(!)?(\+)?(?:@([^^]+))?(\^)?$/.exec(token) ?? []
  if (name === '') throw new Error(`a table has ${token}`)
  return {
    name,
    type: typeOf(group, typeText, { isAtomic: bang !== undefined, isGranular: plus !== undefined, merge }),
    isOmitted: sign === ':',
    retainsKeys: retain !== undefined,
  }
}

type Marks = Readonly<{ isAtomic: boolean; isGranular: boolean; merge: string | undefined }>

function typeOf(group: string, text: string, marks: Marks): FieldType {
  const inner = text.slice(1, -1)
  switch (text[0]) {
    case '*':
      return { kind: 'pointer', to: typeOf(group, text.slice(1), marks) }
    case '[': {
      const [keys = '', only] = (marks.merge ?? '').split('/')
      const merge: ListMerge =
        keys === '' ? ATOMIC : keys === 'set' ? { kind: 'set' } : { kind: 'keys', keys: keys.split(',') }
      return {
        kind: 'list',
        of: typeOf(group, inner, { ...marks, merge: undefined }),
        byApply: only === 'patch' ? ATOMIC : merge,
        byPatch: only === 'apply' ? ATOMIC : merge,
      }
    }
    case '{':
      return { kind: 'map', of: typeOf(group, inner, marks), isAtomic: marks.isAtomic }
    default:
      if (isScalar(text)) return { kind: 'scalar', name: text }
      return {
        kind: 'struct',
        name: text.includes('.') ? text : `${group}.${text}`,
        isGranular: marks.isGranular,
      }
  }
}

function isScalar(text: string): text is ScalarName {
  return scalars.has(text)
}
