/** A sorted, keyed, read-only collection; a value is made when it is asked for. */
export interface View<K, V> extends Iterable<readonly [K, V]> {
  readonly size: number
  get(key: K): V | undefined
}

/** A view over values that are there, in the order given; `textOf` makes one string of a key. */
export function viewOf<K, V>(entries: readonly (readonly [K, V])[], textOf: (key: K) => string): View<K, V> {
  let byText: ReadonlyMap<string, V> | undefined
  return {
    size: entries.length,
    get: (key) => {
      byText ??= new Map(entries.map(([one, value]) => [textOf(one), value] as const))
      return byText.get(textOf(key))
    },
    [Symbol.iterator]: () => entries[Symbol.iterator](),
  }
}
