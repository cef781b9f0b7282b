import type { Json } from '@downsync/core'

/** Who asks; every target knows them by a token of their own. `nobody` shows none, `stranger` one that is not known. */
export type UserName = 'admin' | 'bob' | 'nobody' | 'stranger'

/**
 * One thing to do. In paths and bodies `$ns` stands for the namespace of the scenario, `$group` for an API group of its
 * own, and `{{label:metadata.uid}}` for a value of the answer to an earlier step.
 */
export type Step =
  | Readonly<{
      kind: 'request'
      label?: string
      method: string
      path: string
      as?: UserName
      body?: Json
      /** A body as it stands, where it is no JSON or not any JSON will do. */
      text?: string
      /** Of the body; default `application/json`. */
      contentType?: string
      headers?: Readonly<Record<string, string>>
      /** Asked again until it is so: what controllers do takes its time. */
      until?: Until
      /** Played, but not compared: what only prepares. */
      isUntold?: boolean
    }>
  | Readonly<{ kind: 'watch'; label: string; path: string; as?: UserName; withBookmarks?: boolean }>
  /** Waits for that many lines of a watch, bookmarks apart, or for its end; and closes it. */
  | Readonly<{ kind: 'collect'; label: string; lines: number }>
  /** The server forgets the history of revisions. */
  | Readonly<{ kind: 'compact' }>

export type Until = Readonly<{
  code?: number
  /** What a value of the answer is; undefined: not there. */
  at?: Readonly<{ path: readonly string[]; is: Json | undefined }>
}>

/** Steps that build on each other, in a namespace of their own; `isAlone`: nothing else is played meanwhile. */
export type Scenario = Readonly<{ name: string; steps: readonly Step[]; isAlone: boolean }>

/** The scenarios of one subject. */
export type Theme = Readonly<{ name: string; scenarios: readonly Scenario[] }>

export type RequestStep = Extract<Step, { kind: 'request' }>
export type WatchStep = Extract<Step, { kind: 'watch' }>
type More = Partial<Omit<RequestStep, 'kind' | 'method' | 'path' | 'body'>>

export const get = (path: string, more: More = {}): Step => ({
  kind: 'request',
  method: 'GET',
  path,
  ...more,
})
export const post = (path: string, body: Json, more: More = {}): Step => ({
  kind: 'request',
  method: 'POST',
  path,
  body,
  ...more,
})
export const put = (path: string, body: Json, more: More = {}): Step => ({
  kind: 'request',
  method: 'PUT',
  path,
  body,
  ...more,
})
export const remove = (path: string, body?: Json, more: More = {}): Step => ({
  kind: 'request',
  method: 'DELETE',
  path,
  ...(body === undefined ? {} : { body }),
  ...more,
})

/** A request whose method, body and type are anything. */
export const send = (method: string, path: string, more: More & { body?: Json } = {}): Step => ({
  kind: 'request',
  method,
  path,
  ...more,
})

const patchOf =
  (type: string) =>
  (path: string, body: Json, more: More = {}): Step => ({
    kind: 'request',
    method: 'PATCH',
    path,
    body,
    contentType: `application/${type}`,
    ...more,
  })
export const jsonPatch = patchOf('json-patch+json')
export const mergePatch = patchOf('merge-patch+json')
export const strategicPatch = patchOf('strategic-merge-patch+json')
/** @param query with `fieldManager` */
export const apply = (path: string, query: string, body: Json, more: More = {}): Step =>
  patchOf('apply-patch+yaml')(`${path}?${query}`, body, more)

export const watch = (
  label: string,
  path: string,
  more: { as?: UserName; withBookmarks?: boolean } = {},
): Step => ({ kind: 'watch', label, path, ...more })
export const collect = (label: string, lines: number): Step => ({ kind: 'collect', label, lines })

export const scenario = (name: string, ...steps: readonly (Step | readonly Step[])[]): Scenario => ({
  name,
  steps: steps.flat(),
  isAlone: false,
})
export const alone = (one: Scenario): Scenario => ({ ...one, isAlone: true })
export const theme = (name: string, ...scenarios: readonly Scenario[]): Theme => ({ name, scenarios })

/** Steps that are played and not compared. */
export const untold = (...steps: readonly Step[]): readonly Step[] =>
  steps.map((step) => (step.kind === 'request' ? { ...step, isUntold: true } : step))

/** How a step is called in records and differences. */
export function stepName(step: Step, index: number): string {
  const number = String(index + 1).padStart(2, '0')
  if (step.kind === 'compact') return `${number} compact`
  if (step.kind !== 'request') return `${number} ${step.kind} ${step.label}`
  return `${number} ${step.label ?? step.method}`
}
