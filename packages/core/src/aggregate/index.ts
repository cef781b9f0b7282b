export { aggregate } from './aggregate.ts'
export {
  withConditionGenerations,
  withOwnGeneration,
} from './condition-generations.ts'
export { conditionPath } from './conditions.ts'
export { countedGeneration } from './generation.ts'
export { type KindTable, kindTableSchema } from './kind-table.ts'
export { permittedStatus } from './permitted.ts'
export { isObserved } from './reading.ts'
export { builtInTables } from './tables/index.ts'
export type { Aggregate, Member, Untruth } from './types.ts'
export { validateKindTable } from './validate-table.ts'
