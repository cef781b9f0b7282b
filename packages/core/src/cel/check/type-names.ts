import { BOOL, type CelType, DYN, INT, listType, mapType, plain, STRING, typeType } from '../type/type.ts'

/** The types that have a name in CEL, each with its own type. */
export const typeNames: ReadonlyMap<string, CelType> = new Map<string, CelType>(
  (
    [
      ['bool', BOOL],
      ['bytes', plain('bytes')],
      ['double', plain('double')],
      ['google.protobuf.Duration', plain('duration')],
      ['google.protobuf.Timestamp', plain('timestamp')],
      ['int', INT],
      ['list', listType(DYN)],
      ['map', mapType(DYN, DYN)],
      ['null_type', plain('null')],
      ['string', STRING],
      ['type', typeType()],
      ['uint', plain('uint')],
    ] as const
  ).map(([name, type]) => [name, typeType(type)]),
)
