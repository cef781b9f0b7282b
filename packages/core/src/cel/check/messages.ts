import { type CelType, DYN, listType, mapType, plain, STRING } from '../type/type.ts'

/** Protocol buffer messages that can be built, with their fields: cel-go makes plain values of them. */
export const messages: ReadonlyMap<
  string,
  Readonly<{ type: CelType; fields: ReadonlyMap<string, CelType> }>
> = new Map([
  ...wrappers('bool', ['BoolValue']),
  ...wrappers('bytes', ['BytesValue']),
  ...wrappers('double', ['DoubleValue', 'FloatValue']),
  ...wrappers('int', ['Int32Value', 'Int64Value']),
  ...wrappers('string', ['StringValue']),
  ...wrappers('uint', ['UInt32Value', 'UInt64Value']),
  message('Duration', plain('duration'), { seconds: plain('int'), nanos: plain('int') }),
  message('Timestamp', plain('timestamp'), { seconds: plain('int'), nanos: plain('int') }),
  message('ListValue', listType(DYN), { values: listType(DYN) }),
  message('Struct', mapType(STRING, DYN), { fields: mapType(STRING, DYN) }),
])

function wrappers(kind: 'bool' | 'bytes' | 'double' | 'int' | 'string' | 'uint', names: readonly string[]) {
  return names.map((name) => message(name, plain(kind), { value: plain(kind) }))
}

function message(name: string, type: CelType, fields: Readonly<Record<string, CelType>>) {
  return [`google.protobuf.${name}`, { type, fields: new Map(Object.entries(fields)) }] as const
}
