import {
  compareUtf8,
  equalJson,
  type KubeObject,
  memberOf,
  type Snapshot,
  type Transport,
} from '@downsync/core'
import { type WrappedObject, wrappedObjectsIn } from './pairs.ts'

/** What happens to one wrapped object. */
export type WrappedWrite = Readonly<{
  what: 'create' | 'rewrite' | 'delete'
  wec: string
  name: string
  /** How many objects it holds afterwards; before, if it is deleted. */
  objects: number
  /** Bytes of their content, as the receiver counts. */
  bytes: number
  /** As it stands afterwards; before, if it is deleted. */
  object: KubeObject
}>

/** The wrapped objects that two worlds do not have in common, sorted by WEC and name. */
export function wrappedWrites(
  before: Snapshot,
  after: Snapshot,
  transport: Transport,
): readonly WrappedWrite[] {
  const standing = new Map(wrappedObjectsIn(before, transport).map((one) => [keyOf(one), one] as const))
  const wanted = new Map(wrappedObjectsIn(after, transport).map((one) => [keyOf(one), one] as const))
  const writes: WrappedWrite[] = []
  const add = (what: WrappedWrite['what'], { wec, name, items, object }: WrappedObject) => {
    const bytes = items.reduce((sum, { content }) => sum + transport.sizeOf(content), 0)
    writes.push({ what, wec, name, objects: items.length, bytes, object })
  }
  for (const [key, one] of wanted) {
    const other = standing.get(key)
    if (other === undefined) add('create', one)
    else if (!equalJson(memberOf(other.object, 'spec'), memberOf(one.object, 'spec'))) add('rewrite', one)
  }
  for (const [key, one] of standing) if (!wanted.has(key)) add('delete', one)
  return writes.sort((a, b) => compareUtf8(keyOf(a), keyOf(b)))
}

function keyOf({ wec, name }: Pick<WrappedObject, 'wec' | 'name'>): string {
  return `${wec}\u0000${name}`
}
