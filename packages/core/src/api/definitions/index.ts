import type { ControlKind } from '../validate.ts'
import { bindingDefinition } from './binding.ts'
import { bindingPolicyDefinition } from './binding-policy.ts'
import { combinedStatusDefinition } from './combined-status.ts'
import { customTransformDefinition } from './custom-transform.ts'
import type { Definition } from './definition.ts'
import { statusCollectorDefinition } from './status-collector.ts'
import { workStatusDefinition } from './work-status.ts'

/** The kinds of the control API, with what their CRDs say of them. */
export const definitions: Readonly<Record<ControlKind, Definition>> = {
  BindingPolicy: bindingPolicyDefinition,
  Binding: bindingDefinition,
  CustomTransform: customTransformDefinition,
  StatusCollector: statusCollectorDefinition,
  CombinedStatus: combinedStatusDefinition,
  WorkStatus: workStatusDefinition,
}
