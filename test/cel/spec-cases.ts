import type { Type } from '@bufbuild/cel-spec/cel/expr/checked_pb.js'
import { Type_PrimitiveType, Type_WellKnownType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js'
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js'
import {
  getCheckingSuite,
  getConformanceSuite,
  getParsingSuite,
  type IncrementalTest,
  type IncrementalTestSuite,
} from '@bufbuild/cel-spec/testdata/tests.js'
import type { CelType } from '../../packages/core/src/cel/type/type.ts'
import { mapOf } from '../../packages/core/src/cel/value/map-of.ts'
import type { CelValue } from '../../packages/core/src/cel/value/value.ts'

/** A test of @bufbuild/cel-spec, with the names of the suites that it stands in. */
export type SpecCase = Readonly<{ file: string; name: string; test: IncrementalTest }>

export function conformanceCases(): readonly SpecCase[] {
  return casesOf(getConformanceSuite(), '')
}

/** What cel-go's checker is tested with: expressions, and the types or errors that it gives. */
export function checkingCases(): readonly SpecCase[] {
  return casesOf(getCheckingSuite(), '')
}

export function parsingCases(): readonly SpecCase[] {
  return casesOf(getParsingSuite(), '')
}

function casesOf(suite: IncrementalTestSuite, path: string): readonly SpecCase[] {
  const here = `${path}/${suite.name}`
  const file = here.split('/')[2] ?? suite.name
  return [
    ...suite.tests.map((test) => ({ file, name: `${here}/${test.name}`, test })),
    ...suite.suites.flatMap((inner) => casesOf(inner, here)),
  ]
}

const PRIMITIVES: ReadonlyMap<Type_PrimitiveType, CelType> = new Map<Type_PrimitiveType, CelType>([
  [Type_PrimitiveType.BOOL, { kind: 'bool' }],
  [Type_PrimitiveType.INT64, { kind: 'int' }],
  [Type_PrimitiveType.UINT64, { kind: 'uint' }],
  [Type_PrimitiveType.DOUBLE, { kind: 'double' }],
  [Type_PrimitiveType.STRING, { kind: 'string' }],
  [Type_PrimitiveType.BYTES, { kind: 'bytes' }],
])

/** A declared type as ours; undefined for those of protocol buffers and extensions. */
export function typeOf(type: Type | undefined): CelType | undefined {
  const kind = type?.typeKind
  switch (kind?.case) {
    case 'dyn':
      return { kind: 'dyn' }
    case 'null':
      return { kind: 'null' }
    case 'primitive':
      return PRIMITIVES.get(kind.value)
    case 'wellKnown':
      if (kind.value === Type_WellKnownType.TIMESTAMP) return { kind: 'timestamp' }
      return kind.value === Type_WellKnownType.DURATION ? { kind: 'duration' } : undefined
    case 'listType': {
      const element = typeOf(kind.value.elemType)
      return element && { kind: 'list', element }
    }
    case 'mapType': {
      const [key, value] = [typeOf(kind.value.keyType), typeOf(kind.value.valueType)]
      return key && value && { kind: 'map', key, value }
    }
    case 'type': {
      const of = kind.value.typeKind.case === undefined ? { kind: 'dyn' as const } : typeOf(kind.value)
      return of && { kind: 'type', of }
    }
    case 'messageType':
      if (kind.value === 'google.protobuf.Timestamp') return { kind: 'timestamp' }
      return kind.value === 'google.protobuf.Duration' ? { kind: 'duration' } : undefined
    default:
      return undefined
  }
}

/** A value as ours; undefined for messages and enumerations. */
export function valueOfSpec({ kind }: Value): CelValue | undefined {
  switch (kind.case) {
    case 'nullValue':
      return { type: 'null' }
    case 'boolValue':
      return { type: 'bool', value: kind.value }
    case 'int64Value':
      return { type: 'int', value: kind.value }
    case 'uint64Value':
      return { type: 'uint', value: kind.value }
    case 'doubleValue':
      return { type: 'double', value: kind.value }
    case 'stringValue':
      return { type: 'string', value: kind.value }
    case 'bytesValue':
      return { type: 'bytes', value: kind.value }
    case 'typeValue':
      return { type: 'type', name: kind.value }
    case 'listValue': {
      const items = kind.value.values.map(valueOfSpec)
      const known = items.filter((item) => item !== undefined)
      if (known.length < items.length) return undefined
      return { type: 'list', size: known.length, at: (index) => known[index] ?? { type: 'null' } }
    }
    case 'mapValue': {
      const entries = kind.value.entries.map(
        ({ key, value }) => [key && valueOfSpec(key), value && valueOfSpec(value)] as const,
      )
      const known: [CelValue, CelValue][] = []
      for (const [key, value] of entries) {
        if (key === undefined || value === undefined) return undefined
        known.push([key, value])
      }
      return mapOf(known)
    }
    case 'objectValue':
      return momentOf(kind.value)
    default:
      return undefined
  }
}

/** google.protobuf.Timestamp and Duration: seconds and nanoseconds, in fields 1 and 2. */
function momentOf({
  typeUrl,
  value,
}: Readonly<{ typeUrl: string; value: Uint8Array }>): CelValue | undefined {
  const name = typeUrl.split('/').at(-1)
  if (name !== 'google.protobuf.Timestamp' && name !== 'google.protobuf.Duration') return undefined
  const fields = new Map<number, bigint>()
  for (let at = 0; at < value.length; ) {
    const field = (value[at++] ?? 0) >> 3
    let number = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = value[at++] ?? 0
      number |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    fields.set(field, BigInt.asIntN(64, number))
  }
  const nanos = (fields.get(1) ?? 0n) * 1_000_000_000n + (fields.get(2) ?? 0n)
  return name.endsWith('Timestamp') ? { type: 'timestamp', nanos, offset: 0 } : { type: 'duration', nanos }
}
