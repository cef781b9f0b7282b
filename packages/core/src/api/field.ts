import * as z from 'zod/mini'
import { isObject, type Json, type JsonObject } from '../kube/index.ts'

// The text given to a schema is what would be right there: it becomes "must be …" in a fault. Null is absent everywhere
// but in lists: an API server may hold null for a nullable, and a Go client writes it.

/** Fields that may be missing are optional, never present with `undefined`: the value is JSON, deeply readonly. */
type Present<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & { readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }
type Flat<T> = { readonly [K in keyof T]: T[K] }

/** An object with these fields; others are left away. */
// @__NO_SIDE_EFFECTS__
export function fields<const S extends z.core.$ZodShape>(shape: S) {
  return z.pipe(z.object(shape, 'an object'), z.transform(present<z.output<z.ZodMiniObject<S>>>))
}

/** A field that may be missing. */
// @__NO_SIDE_EFFECTS__
export function optional<S extends z.core.$ZodType>(schema: S) {
  return z.pipe(
    z.nullish(schema),
    z.transform((value: z.output<S> | null | undefined) => value ?? undefined),
  )
}

/** A field that means `otherwise` where it is missing. */
// @__NO_SIDE_EFFECTS__
export function withDefault<S extends z.core.$ZodType>(schema: S, otherwise: z.output<S>) {
  return z.pipe(
    z.nullish(schema),
    z.transform((value: z.output<S> | null | undefined): z.output<S> => value ?? otherwise),
  )
}

/** An object whose fields may all be missing, and that may be missing itself. */
// @__NO_SIDE_EFFECTS__
export function section<S extends z.core.$ZodType>(schema: S) {
  return z.pipe(
    z.transform((value: unknown): unknown => value ?? {}),
    schema,
  )
}

/** A list; one that is missing is an empty one. */
// @__NO_SIDE_EFFECTS__
export function listOf<S extends z.core.$ZodType>(item: S, expected: string) {
  return z.pipe(
    z.nullish(z.array(item, expected)),
    z.transform((value: z.output<S>[] | null | undefined): readonly z.output<S>[] => value ?? []),
  )
}

export const text = z.string('a string')
export const texts = listOf(text, 'a list of strings')
export const flag = withDefault(z.boolean('true or false'), false)
/** An integer of 64 bits; one beyond 2^53 comes in as a bigint (NUM-1) and goes out as the nearest one that a number holds exactly. */
export const integer = z.pipe(z.union([z.int(), z.bigint()], 'a whole number'), z.transform(exactly))
/** JSON of any form, passed on as it is. */
export const json = z.custom<Json>()
/** An object of any form, passed on as it is. */
export const freeForm = z.custom<JsonObject>((value) => isObject(value), 'an object')

function exactly(value: number | bigint): number {
  return Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

function present<T extends object>(value: T): Flat<Present<T>> {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key]
  // The loop has made it so; the object is ours, zod made it a moment ago.
  return value
}
