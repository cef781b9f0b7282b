/** A pure function of a key, computed from what it reads. `same` stops a change that makes no difference; default: identity. */
export type Stage<V> = Readonly<{
  name: string
  compute(read: Read, key: string): V
  same?(a: V, b: V): boolean
}>

/** Sources, and what each contributes: bucket → value. Its buckets may be read by later gathers and stages only. */
export type Gather<V> = Readonly<{
  name: string
  sources: Stage<readonly string[]>
  contributions(read: Read, source: string): ReadonlyMap<string, V>
  same?(a: V, b: V): boolean
}>

/** How a stage reads others. */
export type Read = Readonly<{
  get: <V>(stage: Stage<V>, key: string) => V
  /** By source, in the order of sources' keys. */
  bucket: <V>(gather: Gather<V>, bucket: string) => ReadonlyMap<string, V>
}>
