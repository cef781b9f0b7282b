/**
 * A pure function of immutable values that computes once for each value, by identity, and forgets with the value. Nothing but the
 * cost tells it from the function itself (P-1).
 */
// @__NO_SIDE_EFFECTS__
export function onceForEach<T extends object, V>(compute: (value: T) => V): (value: T) => V {
  const known = new WeakMap<T, Readonly<{ result: V }>>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before.result
    const result = compute(value)
    known.set(value, { result })
    return result
  }
}
