export { aggregate } from './aggregate.ts'
export { type KindTable, kindTableSchema } from './kind-table.ts'
export { builtInTables } from './tables/index.ts'
export type { Aggregate, Member, Untruth } from './types.ts'
