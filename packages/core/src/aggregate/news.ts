/** Types of conditions whose True is the bad news, in any kind (AGG-7). */
const BAD: ReadonlySet<string> = new Set([
  'ReplicaFailure',
  'Failed',
  'FailureTarget',
  'Suspended',
  'DisruptionTarget',
  'Stalled',
  'Reconciling',
])
const BAD_ENDINGS = [
  'Failed',
  'Failure',
  'Degraded',
  'Error',
  'Stalled',
  'Reconciling',
  'Pressure',
  'Conflict',
]

/** Whether True is the bad news of a type of condition; `more`: types that a table knows (AGG-7, AGG-9). */
export function isBadNews(type: string, more: readonly string[]): boolean {
  return BAD.has(type) || more.includes(type) || BAD_ENDINGS.some((ending) => type.endsWith(ending))
}
