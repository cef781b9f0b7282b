import * as z from 'zod/mini'
import type { Checked, Fault, Json } from '../kube/index.ts'
import { type Binding, bindingSchema } from './binding.ts'
import { type BindingPolicy, bindingPolicySchema } from './binding-policy.ts'
import { type CombinedStatus, combinedStatusSchema } from './combined-status.ts'
import { type CustomTransform, customTransformSchema } from './custom-transform.ts'
import { describeValue, fieldPath } from './field-path.ts'
import { type StatusCollector, statusCollectorSchema } from './status-collector.ts'
import { type WorkStatus, workStatusSchema } from './work-status.ts'

/** The kinds of the control API with the types of their values. */
export type ControlObjects = Readonly<{
  BindingPolicy: BindingPolicy
  Binding: Binding
  CustomTransform: CustomTransform
  StatusCollector: StatusCollector
  CombinedStatus: CombinedStatus
  WorkStatus: WorkStatus
}>
export type ControlKind = keyof ControlObjects

/**
 * The object as a typed value, or every fault of its form; total. Null is absent, and an absent list is empty; unknown fields are
 * left away, as servers do (`unknownFields` names them). A faulty `status` is no fault, it reads as absent.
 * @example validateBindingPolicy({ …, spec: { downsync: [{ resources: 5 }] } })
 * // { ok: false, faults: [{ path: 'spec.downsync[0].resources', message: 'must be a list of strings; found the number 5', … }] }
 */
export function validateBindingPolicy(object: Json): Checked<BindingPolicy> {
  return validate(bindingPolicySchema, object)
}

/** As `validateBindingPolicy`. */
export function validateBinding(object: Json): Checked<Binding> {
  return validate(bindingSchema, object)
}

/** As `validateBindingPolicy`. */
export function validateCustomTransform(object: Json): Checked<CustomTransform> {
  return validate(customTransformSchema, object)
}

/** As `validateBindingPolicy`; what makes a collector invalid beyond its form, COL-9 says. */
export function validateStatusCollector(object: Json): Checked<StatusCollector> {
  return validate(statusCollectorSchema, object)
}

/** As `validateBindingPolicy`. */
export function validateCombinedStatus(object: Json): Checked<CombinedStatus> {
  return validate(combinedStatusSchema, object)
}

/** As `validateBindingPolicy`, but its `status` is content: it must be an object. */
export function validateWorkStatus(object: Json): Checked<WorkStatus> {
  return validate(workStatusSchema, object)
}

/** The validators by kind. */
export const validators: Readonly<{
  [Kind in ControlKind]: (object: Json) => Checked<ControlObjects[Kind]>
}> = {
  BindingPolicy: validateBindingPolicy,
  Binding: validateBinding,
  CustomTransform: validateCustomTransform,
  StatusCollector: validateStatusCollector,
  CombinedStatus: validateCombinedStatus,
  WorkStatus: validateWorkStatus,
}

function validate<T>(schema: z.core.$ZodType<T>, object: Json): Checked<T> {
  try {
    const result = z.safeParse(schema, object, { reportInput: true })
    return result.success
      ? { ok: true, value: result.data }
      : { ok: false, faults: result.error.issues.map(faultOf) }
  } catch (error) {
    // zod hands issues up as the arguments of a call, and there is a limit to those. No server stores such an object.
    if (!(error instanceof RangeError)) throw error
    return {
      ok: false,
      faults: [{ code: 'FieldInvalid', path: '', message: 'has more wrong values than can be listed' }],
    }
  }
}

// The message of an issue is what would be right (field.ts); whatever was put in is JSON.
function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = fieldPath(issue.path)
  const found = issue.input as Json | undefined
  if (issue.code === 'custom' && issue.params?.['code'] === 'ClauseVacuous') {
    const expected = String(issue.params['expected'])
    return { code: 'ClauseVacuous', path, message: issue.message, expected, ...given(found) }
  }
  const says = found === undefined ? 'it is missing' : `found ${describeValue(found)}`
  return {
    code: 'FieldInvalid',
    path,
    message: `must be ${issue.message}; ${says}`,
    expected: issue.message,
    ...given(found),
  }
}

function given(found: Json | undefined): Pick<Fault, 'found'> {
  return found === undefined ? {} : { found }
}
