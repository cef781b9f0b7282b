import * as z from 'zod/mini'

/** How a zero is written (AGG-3): always, never, or where some WEC reports the field. */
const zero = z.enum(['written', 'omitted', 'reported'])
const count = { field: z.string(), zero, silent: z.optional(z.int()) }

const rule = z.discriminatedUnion('op', [
  /** The least number; `keeps`: never below what stands there (AGG-2). */
  z.strictObject({
    op: z.literal('least'),
    ...count,
    keeps: z.optional(z.enum(['always', 'unlessResized'])),
  }),
  /** The greatest. */
  z.strictObject({ op: z.literal('most'), ...count, keeps: z.optional(z.enum(['always', 'unlessResized'])) }),
  /**
   * The number that others are relative to: the greatest, but the least as long as that is below what is desired. `desired` is a
   * path into the object; absent: always the greatest.
   */
  z.strictObject({
    op: z.literal('base'),
    ...count,
    desired: z.optional(z.strictObject({ path: z.array(z.string()), otherwise: z.int() })),
  }),
  /** The base with the greatest shortfall (`least`) or surplus (`most`) of any WEC; the plain one while the base is too low. */
  z.strictObject({ op: z.literal('relative'), ...count, to: z.string(), worst: z.enum(['least', 'most']) }),
  /** The greatest of all, and of what stands there: it may not fall or vanish. */
  z.strictObject({ op: z.literal('rising'), field: z.string() }),
  /** A word, the worst that any has; `order` is from best to worst, and what it does not know is worse than all. */
  z.strictObject({ op: z.literal('worst'), field: z.string(), order: z.array(z.string()) }),
  /** A time, where all have one. */
  z.strictObject({ op: z.enum(['earliest', 'latest']), field: z.string() }),
  /** The entries of all WECs' lists, each once, sorted; none unless every WEC has one (AGG-8). */
  z.strictObject({ op: z.literal('united'), field: z.string() }),
  /** A value that all have alike. */
  z.strictObject({ op: z.literal('alike'), field: z.string() }),
  /** The entries of all WECs' lists, each once, sorted; of those that have some. */
  z.strictObject({ op: z.literal('gathered'), field: z.string() }),
  /** These fields from one WEC: the first in which the two named differ, else the first. */
  z.strictObject({
    op: z.literal('together'),
    fields: z.array(z.string()),
    differ: z.tuple([z.string(), z.string()]),
  }),
])

const conditions = z.strictObject({
  /** Types whose True is the bad news, beside those known for all kinds (AGG-7). */
  badNews: z.array(z.string()),
  /** By type: reasons that decide wherever they stand, and reasons that give way to every other. */
  reasons: z.optional(
    z.record(z.string(), z.strictObject({ decisive: z.array(z.string()), fair: z.array(z.string()) })),
  ),
})

/** For what runs to an end: what says so, and what upstream lets be said with it. */
const ends = z.strictObject({
  complete: z.string(),
  succeeding: z.string(),
  failed: z.string(),
  failing: z.string(),
  suspended: z.string(),
  startTime: z.string(),
  completionTime: z.string(),
  /** Counts that are 0 once it has ended. */
  running: z.array(z.string()),
})

/** Something that can be seen of one WEC's report. */
const test = z.discriminatedUnion('is', [
  /** It is silent, or not of what the WDS wants now. */
  z.strictObject({ is: z.literal('behind') }),
  z.strictObject({ is: z.literal('word'), field: z.string(), words: z.array(z.string()) }),
  z.strictObject({ is: z.literal('otherWord'), field: z.string(), words: z.array(z.string()) }),
  /** A condition of that type in that status, for one of these reasons; what is left out is any. */
  z.strictObject({
    is: z.literal('condition'),
    type: z.string(),
    status: z.optional(z.string()),
    reasons: z.optional(z.array(z.string())),
  }),
  /** No condition of that type in that status. */
  z.strictObject({ is: z.literal('noCondition'), type: z.string(), status: z.string() }),
  /** A container that waits for a reason that begins or ends so. */
  z.strictObject({
    is: z.literal('waiting'),
    starts: z.array(z.string()),
    ends: z.array(z.string()),
  }),
  /** A container that has died before. */
  z.strictObject({ is: z.literal('died') }),
  /** The object in the WDS has one of these words there. */
  z.strictObject({ is: z.literal('spec'), path: z.array(z.string()), words: z.array(z.string()) }),
])

/** For what cannot be put together of several: the whole status of the worst WEC (AGG-8). */
const worstWec = z.strictObject({
  /** From worst to best; a WEC has a sign when all of its tests hold. Without any sign the first WEC counts. */
  signs: z.array(z.array(test)),
  /** Where another judge finds another WEC worse: kstatus' own words, when some WEC has the sign and the worst has not. */
  also: z.array(z.strictObject({ type: z.enum(['Stalled', 'Reconciling']), sign: z.array(test) })),
})

/** How the reported states of one kind become one (AGG-6 to AGG-9): data, so that a user can add a kind. */
export const kindTableSchema = z.strictObject({
  group: z.string(),
  kind: z.string(),
  /** Whether its controller says in `observedGeneration` what its status is of (AGG-5). */
  observesGeneration: z.boolean(),
  /** `inner` may not exceed `outer` (AGG-2). Where a report says so, the one named by `mend` gives way. */
  nesting: z.optional(
    z.array(z.strictObject({ inner: z.string(), outer: z.string(), mend: z.enum(['inner', 'outer']) })),
  ),
  /** By path, keys joined by dots; what is not named is left out. */
  fields: z.array(rule),
  conditions: z.optional(conditions),
  ends: z.optional(ends),
  worstWec: z.optional(worstWec),
})

export type KindTable = z.output<typeof kindTableSchema>
export type Rule = z.output<typeof rule>
export type ConditionRules = z.output<typeof conditions>
export type Test = z.output<typeof test>
export type WorstWec = z.output<typeof worstWec>
export type Ends = z.output<typeof ends>
