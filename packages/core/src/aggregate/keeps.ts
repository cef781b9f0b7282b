import { type Json, valueAt } from '../kube/index.ts'

/** Whether a count that stands may not fall to what is wanted; an indexed Job whose completions equal its parallelism may shrink. */
export function mayNotFall(
  keeps: 'always' | 'unlessResized',
  object: Json,
  standing: Json | undefined,
  wanted: Json | undefined,
): standing is number {
  if (typeof standing !== 'number' || standing <= numberOf(wanted)) return false
  const completions = valueAt(object, 'spec', 'completions')
  const isResizable =
    valueAt(object, 'spec', 'completionMode') === 'Indexed' &&
    completions === valueAt(object, 'spec', 'parallelism')
  return keeps === 'always' || !isResizable
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0
}
