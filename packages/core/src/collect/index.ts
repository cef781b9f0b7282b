export { combineRows } from './combine-rows.ts'
export {
  bindingLabelOf,
  combinedRef,
  combinedStatusFor,
  subjectOf,
} from './combined-status.ts'
export { collectorErrorLine, compileCollector } from './compile-collector.ts'
export { evaluateRow, type RowInput } from './evaluate-row.ts'
export { COLLECTORS, COMBINED_STATUSES, collectorRef } from './refs.ts'
export type { CollectorResult, CompiledCollector, Row } from './types.ts'
