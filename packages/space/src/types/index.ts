export { decodeStruct, emptyStruct } from './decode-struct.ts'
export { amountOf } from './quantity.ts'
export type { Field, FieldType, ListMerge, StructType } from './struct-type.ts'
export { structOf } from './structs.ts'
