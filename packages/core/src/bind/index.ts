export { bindingFor, isPaused, sameButVersions, withFinalizer } from './binding-object.ts'
export { type BindingInput, decideBinding } from './decide-binding.ts'
export { destinationsOf, entriesOf, inBindingOrder } from './entry.ts'
export { type ErrorLine, errorLines, objectLine } from './errors.ts'
export { type BindingOwner, ownerOfBinding } from './ownership.ts'
export { type PairStanding, type PairTally, readyCondition, tallyOf } from './ready.ts'
export { bindingRef, policyRef } from './refs.ts'
export type { Candidate, SelectionInput } from './select-entries.ts'
export { controlStatus } from './status.ts'
export { describeUnseen, synced, syncedUnknown } from './synced.ts'
export type {
  BindingDecision,
  BindingWrite,
  ConditionValue,
  EffectiveBinding,
  Entry,
  Unseen,
} from './types.ts'
