import { type Action, names } from '@downsync/core'
import type { ControllerName } from './types.ts'

const REPORTS = ['statuscollectors', 'combinedstatuses']

/**
 * Which controller an action is of; where controllers run as several processes, it is for exactly one of them. The others see
 * it land, and what comes `after` it waits for that.
 */
export function controllerOf({ kind, ref, why }: Action): ControllerName {
  if (ref.space === 'its') return 'transport'
  // Workload objects: their reported state, and its labels.
  if (ref.group !== names.CONTROL_GROUP || REPORTS.includes(ref.resource)) return 'status'
  // BND-4: the finalizer of a Binding stands for its wrapped objects, by itself: whoever deletes these takes it off.
  const isFinalizer = ref.resource === 'bindings' && kind === 'patch' && why.rule === 'BND-4'
  return isFinalizer ? 'transport' : 'binding'
}
