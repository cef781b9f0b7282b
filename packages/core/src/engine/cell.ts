/** A value that the runner keeps, with what it was made of and what was made of it. */
export type Cell = {
  /** For the message of a programmer's error. */
  readonly name: string
  readonly compute: () => unknown
  readonly same: (a: unknown, b: unknown) => boolean
  readonly forget: () => void
  /** Called when the cell is found out of date; gathers collect such sources. */
  readonly onStale: (() => void) | undefined
  value: unknown
  state: 'clean' | 'check' | 'dirty'
  dependencies: Set<Cell>
  readonly dependents: Set<Cell>
  pins: number
  /** It is being computed: who reads it now reads in a circle. */
  isComputing: boolean
}

/** The value of a cell that was never computed. */
export const UNSET = Symbol('unset')

/** A cell that is still to be computed. */
export function newCell(parts: Pick<Cell, 'name' | 'compute' | 'same' | 'forget' | 'onStale'>): Cell {
  return {
    ...parts,
    value: UNSET,
    state: 'dirty',
    dependencies: new Set(),
    dependents: new Set(),
    pins: 0,
    isComputing: false,
  }
}
