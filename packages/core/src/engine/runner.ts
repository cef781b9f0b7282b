import { type Cell, newCell, UNSET } from './cell.ts'
import type { Gather, Read, Stage } from './stage.ts'

type GatherState = {
  readonly domain: Cell
  /** The sources as they were last gone through; unset before. */
  gone: unknown
  readonly sources: Map<string, { cell: Cell; given: ReadonlyMap<string, unknown> }>
  readonly stale: Set<string>
  readonly buckets: Map<string, Map<string, unknown>>
  known: ReadonlySet<string>
  /** Its buckets are up to date, as far as sources before it in turn are. */
  isSettled: boolean
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>()

/**
 * Keeps values of pure functions of one key up to date. While a stage computes, the runner notes what it reads,
 * so that after a change exactly those values are computed again whose inputs changed, and none whose inputs
 * came out the same. It has identity and a life cycle: values come and go with what reads them.
 *
 * Stages that read one another in a circle, and gathers that are read before their turn, are a programmer's
 * mistake: an error is thrown.
 */
export class Runner {
  readonly #cells = new Map<unknown, Map<string, Cell>>()
  readonly #gathers: readonly Gather<unknown>[]
  readonly #states = new Map<unknown, GatherState>()
  #reader: Cell | undefined
  #settled = false

  /** `gathers` in the order in which they may read one another's buckets. */
  constructor(gathers: readonly Gather<unknown>[]) {
    this.#gathers = gathers
  }

  /** The value of a stage now. */
  get<V>(stage: Stage<V>, key: string): V {
    this.#settle()
    const cell = this.#cellOf(stage, key)
    this.#update(cell)
    return cell.value as V
  }

  /** Says that a value of a stage without inputs of its own may have changed. */
  invalidate<V>(stage: Stage<V>, key: string): void {
    const cell = this.#cells.get(stage)?.get(key)
    if (cell !== undefined) this.#markDirty(cell)
  }

  /** The same for every key of a stage. */
  invalidateAll<V>(stage: Stage<V>): void {
    for (const cell of this.#cells.get(stage)?.values() ?? []) this.#markDirty(cell)
  }

  /** Lets the values of a stage go that nothing reads any more: those that were asked for from outside alone. */
  release<V>(stage: Stage<V>): void {
    for (const cell of this.#cells.get(stage)?.values() ?? []) this.#forgetIfUnused(cell)
  }

  /** Number of values kept; for tests that nothing is left behind. */
  get size(): number {
    let size = 0
    for (const cells of this.#cells.values()) size += cells.size
    for (const state of this.#states.values()) size += state.sources.size + state.buckets.size
    return size
  }

  // Brings the gathers up to date, in order, so that what is clean afterwards is right.
  #settle(): void {
    if (this.#settled) return
    for (const state of this.#states.values()) state.isSettled = false
    for (const gather of this.#gathers) this.#flush(this.#stateOf(gather), gather)
    this.#settled = true
  }

  #stateOf(gather: Gather<unknown>): GatherState {
    const existing = this.#states.get(gather)
    if (existing !== undefined) return existing
    const domain = this.#cellOf(gather.sources, '')
    domain.pins += 1
    const state: GatherState = {
      domain,
      sources: new Map(),
      stale: new Set(),
      buckets: new Map(),
      known: new Set(),
      gone: UNSET,
      isSettled: false,
    }
    this.#states.set(gather, state)
    return state
  }

  #flush(state: GatherState, gather: Gather<unknown>): void {
    this.#update(state.domain)
    if (state.gone !== state.domain.value) this.#takeSources(state, gather)
    for (const key of state.stale) {
      const source = state.sources.get(key)
      if (source === undefined) continue
      this.#update(source.cell)
      this.#give(state, gather, key, source, source.cell.value as ReadonlyMap<string, unknown>)
    }
    state.stale.clear()
    state.isSettled = true
  }

  #takeSources(state: GatherState, gather: Gather<unknown>): void {
    const wanted = new Set(state.domain.value as readonly string[])
    for (const key of state.known) if (!wanted.has(key)) this.#dropSource(state, key)
    for (const key of wanted) if (!state.known.has(key)) this.#addSource(state, gather, key)
    state.known = wanted
    state.gone = state.domain.value
  }

  #addSource(state: GatherState, gather: Gather<unknown>, key: string): void {
    const cell = newCell({
      name: gather.name,
      compute: () => gather.contributions(this.#read, key),
      same: () => false,
      forget: () => undefined,
      onStale: () => {
        state.stale.add(key)
      },
    })
    cell.pins = 1
    state.sources.set(key, { cell, given: NOTHING })
    state.stale.add(key)
  }

  #dropSource(state: GatherState, key: string): void {
    const source = state.sources.get(key)
    if (source === undefined) return
    for (const bucket of source.given.keys()) {
      state.buckets.get(bucket)?.delete(key)
      this.#markBucket(state, bucket)
    }
    state.sources.delete(key)
    state.stale.delete(key)
    source.cell.pins = 0
    this.#forgetIfUnused(source.cell)
  }

  #give(
    state: GatherState,
    gather: Gather<unknown>,
    key: string,
    source: { given: ReadonlyMap<string, unknown> },
    next: ReadonlyMap<string, unknown>,
  ): void {
    const same = (a: unknown, b: unknown) => (gather.same === undefined ? Object.is(a, b) : gather.same(a, b))
    for (const bucket of source.given.keys()) {
      if (next.has(bucket)) continue
      state.buckets.get(bucket)?.delete(key)
      this.#markBucket(state, bucket)
    }
    for (const [bucket, value] of next) {
      if (source.given.has(bucket) && same(source.given.get(bucket), value)) continue
      const entries = state.buckets.get(bucket) ?? new Map<string, unknown>()
      entries.set(key, value)
      state.buckets.set(bucket, entries)
      this.#markBucket(state, bucket)
    }
    source.given = next
  }

  #markBucket(state: GatherState, bucket: string): void {
    if (state.buckets.get(bucket)?.size === 0) state.buckets.delete(bucket)
    const cell = this.#cells.get(state)?.get(bucket)
    if (cell !== undefined) this.#markDirty(cell, false)
  }

  readonly #read: Read = {
    get: <V>(stage: Stage<V>, key: string): V => this.#readCell(this.#cellOf(stage, key)) as V,
    bucket: <V>(gather: Gather<V>, bucket: string): ReadonlyMap<string, V> =>
      this.#readCell(this.#bucketCell(gather, bucket)) as ReadonlyMap<string, V>,
  }

  #readCell(cell: Cell): unknown {
    if (this.#reader !== undefined) {
      this.#reader.dependencies.add(cell)
      cell.dependents.add(this.#reader)
    }
    this.#update(cell)
    return cell.value
  }

  #cellOf<V>(stage: Stage<V>, key: string): Cell {
    return this.#cellIn(stage, key, () => ({
      name: stage.name,
      compute: () => stage.compute(this.#read, key),
      same: (a: unknown, b: unknown) =>
        stage.same === undefined ? Object.is(a, b) : stage.same(a as V, b as V),
    }))
  }

  #bucketCell<V>(gather: Gather<V>, bucket: string): Cell {
    const state = this.#states.get(gather)
    if (state?.isSettled !== true) throw new TypeError(`the gather ${gather.name} is read before its turn`)
    return this.#cellIn(state, bucket, () => ({
      name: gather.name,
      compute: () => sortedByKey(state.buckets.get(bucket) ?? NOTHING),
      same: () => false,
    }))
  }

  #cellIn(owner: unknown, key: string, make: () => Pick<Cell, 'name' | 'compute' | 'same'>): Cell {
    const cells = this.#cells.get(owner) ?? new Map<string, Cell>()
    this.#cells.set(owner, cells)
    const existing = cells.get(key)
    if (existing !== undefined) return existing
    const cell = newCell({ ...make(), forget: () => cells.delete(key), onStale: undefined })
    cells.set(key, cell)
    return cell
  }

  #update(cell: Cell): void {
    if (cell.isComputing) throw new TypeError(`the stage ${cell.name} is computed from itself`)
    if (cell.state === 'clean') return
    if (cell.state === 'check') {
      for (const dependency of cell.dependencies) {
        this.#update(dependency)
        // The reads above may have marked it: TypeScript cannot see that.
        if ((cell.state as Cell['state']) === 'dirty') break
      }
      if (cell.state === 'check') cell.state = 'clean'
      if ((cell.state as Cell['state']) === 'clean') return
    }
    this.#compute(cell)
  }

  #compute(cell: Cell): void {
    const before = cell.dependencies
    const outer = this.#reader
    cell.dependencies = new Set()
    this.#reader = cell
    cell.isComputing = true
    let value: unknown
    try {
      value = cell.compute()
    } catch (error) {
      // It stays as stale as it was, and goes on being told of changes.
      for (const dependency of before) cell.dependencies.add(dependency)
      throw error
    } finally {
      this.#reader = outer
      cell.isComputing = false
    }
    for (const dependency of before) {
      if (cell.dependencies.has(dependency)) continue
      dependency.dependents.delete(cell)
      this.#forgetIfUnused(dependency)
    }
    const changed = cell.value === UNSET || !cell.same(cell.value, value)
    cell.state = 'clean'
    if (!changed) return
    cell.value = value
    for (const dependent of cell.dependents) if (dependent !== outer) dependent.state = 'dirty'
  }

  #markDirty(cell: Cell, unsettles = true): void {
    if (unsettles) this.#settled = false
    this.#markDependents(cell)
    cell.state = 'dirty'
    cell.onStale?.()
  }

  #markDependents(cell: Cell): void {
    for (const dependent of cell.dependents) {
      if (dependent.state !== 'clean') continue
      dependent.state = 'check'
      dependent.onStale?.()
      this.#markDependents(dependent)
    }
  }

  #forgetIfUnused(cell: Cell): void {
    if (cell.pins > 0 || cell.dependents.size > 0) return
    cell.forget()
    for (const dependency of cell.dependencies) {
      dependency.dependents.delete(cell)
      this.#forgetIfUnused(dependency)
    }
    cell.dependencies = new Set()
    cell.state = 'dirty'
  }
}

function sortedByKey(entries: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
