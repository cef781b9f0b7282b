import {
  type KubeObject,
  nameOf,
  type Problem,
  problemOn,
  type Ref,
  stringifyJson,
  utf8Length,
} from '../kube/index.ts'
import type { CompiledPolicy } from '../select/index.ts'
import { entriesOf } from './entry.ts'

/** Above this many bytes of JSON a Binding is not written (BND-10): an API server's store refuses 1.5 MiB, old versions included. */
export const MAX_BINDING_BYTES = 600 * 1024

/** BND-5: the problems of an invalid policy; its lists are frozen, its objects as listed go on being delivered (FRZ-3). */
export function invalidProblems(
  on: Ref,
  compiled: CompiledPolicy,
  there: KubeObject | undefined,
): readonly Problem[] {
  if (compiled.valid) return []
  const freezes = there === undefined ? [] : entriesOf(there).map((entry) => ({ object: entry.id }))
  return compiled.faults.map((fault) => problemOn(on, fault, freezes))
}

/** BND-10: the problem of a Binding over 600 KB, or undefined. */
export function tooLargeProblem(on: Ref, binding: KubeObject, count: number): Problem | undefined {
  const bytes = utf8Length(stringifyJson(binding))
  if (bytes <= MAX_BINDING_BYTES) return undefined
  return problemOn(on, {
    code: 'BindingTooLarge',
    path: 'spec.downsync',
    message:
      `the Binding ${nameOf(binding)} would list ${count} objects in ${bytes} bytes, more than the ${MAX_BINDING_BYTES} ` +
      'that are written; its lists stay as they are',
    expected: 'split the policy into several that select fewer objects each',
  })
}
