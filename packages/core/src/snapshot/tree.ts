import type BTree from 'sorted-btree'
import { EmptyBTree } from 'sorted-btree'
import { compareUtf8 } from '../kube/index.ts'

/** A sorted map whose `clone` costs O(1) and shares all it can: what makes a snapshot a persistent value. */
export type Tree<V> = BTree<string, V>

// The package is CommonJS: what `import BTree from` gives is the class under bundlers and a namespace under
// Node. Its named exports are the same everywhere, and this one is a tree, so its constructor is the class.
const TreeClass = EmptyBTree.constructor as new <V>(
  entries: [string, V][] | undefined,
  compare: (a: string, b: string) => number,
) => Tree<V>

/** A tree without entries, sorted bytewise in UTF-8. */
export function emptyTree<V>(): Tree<V> {
  return new TreeClass<V>(undefined, compareUtf8)
}

/** The entries whose keys begin with a prefix, in order; the tree must not be changed meanwhile. */
export function* entriesUnder<V>(tree: Tree<V>, prefix: string): IterableIterator<readonly [string, V]> {
  for (const entry of tree.entries(prefix)) {
    if (!entry[0].startsWith(prefix)) return
    yield entry
  }
}

/** The value of the first key that is longer than a prefix and begins with it. */
export function firstUnder<V>(tree: Tree<V>, prefix: string): V | undefined {
  const entry = tree.nextHigherPair(prefix)
  return entry?.[0].startsWith(prefix) === true ? entry[1] : undefined
}
