export type { Binding, WorkloadReference } from './binding.ts'
export type { BindingPolicy, PolicyClause } from './binding-policy.ts'
export type { CombinedStatus, Value } from './combined-status.ts'
export { CONTROL_API_VERSION } from './common.ts'
export type { CustomTransform } from './custom-transform.ts'
export type { LabelSelector } from './label-selector.ts'
export type { StatusCollector } from './status-collector.ts'
export { unknownFields } from './unknown-fields.ts'
export {
  type ControlKind,
  type ControlObjects,
  validateBinding,
  validateBindingPolicy,
  validateCombinedStatus,
  validateCustomTransform,
  validateStatusCollector,
  validateWorkStatus,
  validators,
} from './validate.ts'
export type { WorkStatus } from './work-status.ts'
