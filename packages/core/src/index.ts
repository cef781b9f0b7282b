export {
  type Aggregate,
  aggregate,
  type KindTable,
  type Member,
  type Untruth,
  validateKindTable,
} from './aggregate/index.ts'
export {
  type Binding,
  type BindingPolicy,
  CONTROL_API_VERSION,
  type CombinedStatus,
  type ControlKind,
  type ControlObjects,
  type CustomTransform,
  type LabelSelector,
  type PolicyClause,
  type StatusCollector,
  unknownFields,
  type Value,
  validateBinding,
  validateBindingPolicy,
  validateCombinedStatus,
  validateCustomTransform,
  validateStatusCollector,
  validateWorkStatus,
  validators,
  type WorkloadReference,
  type WorkStatus,
} from './api/index.ts'
export {
  bindingRef,
  type ConditionValue,
  type EffectiveBinding,
  type Entry,
  policyRef,
} from './bind/index.ts'
export {
  type CompiledTransform,
  type Content,
  cleanObject,
  compileTransform,
  customizeObject,
  type PairState,
  propertiesOf,
  type Removed,
  removeFields,
  withheldBecause,
} from './deliver/index.ts'
export {
  createEngine,
  type Engine,
  evaluate,
  type Limits,
  type Outcome,
  plan,
  type ReportedState,
  type Settings,
  type View,
} from './engine/index.ts'
export {
  type DecidedField,
  type Explanation,
  explain,
  type ForeignWrapped,
  foreignWrapped,
  type PairStanding,
  pairsOf,
  type Question,
  type StageState,
  type Verdict,
} from './explain/index.ts'
export * from './kube/index.ts'
export {
  type Action,
  applyActions,
  type Impact,
  type PairEffect,
  type Plan,
  tryActions,
  type Why,
} from './reconcile/index.ts'
export * from './select/index.ts'
export {
  editOf,
  type Refusal,
  type ResourceInfo,
  type Snapshot,
  type SnapshotResult,
  type SpaceInput,
  snapshotOf,
  type WorldDraft,
  type WorldEvent,
  withEvents,
} from './snapshot/index.ts'
export {
  type Expansion,
  executeTemplate,
  type ParsedTemplate,
  parseTemplate,
  type Template,
  type TemplateData,
  type TemplateError,
  type TemplateLimits,
} from './template/index.ts'
export type * from './transport/index.ts'
