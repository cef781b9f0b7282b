import type { CelType } from '../type/type.ts'

/** What an expression may name: variables and their types. A name with dots stands before the field of a shorter one. */
export type Environment = Readonly<{ variables: ReadonlyMap<string, CelType> }>
