/** Types of conditions whose True is the bad news, in any kind (AGG-7), besides those that end so. */
const BAD: ReadonlySet<string> = new Set(['FailureTarget', 'Suspended', 'DisruptionTarget'])
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
