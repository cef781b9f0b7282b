import { equalJson, isList, isObject, type Json, memberOf, stringifyJson } from '@downsync/core'
import type { Played } from './play.ts'

/** One place at which two answers to the same request are not the same. */
export type Difference = Readonly<{
  /** `<theme>/<scenario>: <step>`. */
  request: string
  /** Of the place in the answer, with dots: `body.metadata.labels`. */
  path: string
  /** Undefined: not there. */
  real: Json | undefined
  ours: Json | undefined
}>

/** How the answers of ours differ from the real ones; scenarios of the same names in both. */
export function differencesOf(real: readonly Played[], ours: readonly Played[]): readonly Difference[] {
  const known = new Map(real.map((one) => [one.name, one]))
  return ours.flatMap(({ name, answers }) => {
    const theirs = known.get(name)?.answers ?? {}
    return Object.entries(answers).flatMap(([step, answer]) =>
      between(`${name}: ${step}`, '', memberOf(theirs, step), answer),
    )
  })
}

function between(
  request: string,
  path: string,
  real: Json | undefined,
  ours: Json | undefined,
): readonly Difference[] {
  if (real !== undefined && ours !== undefined) {
    if (equalJson(real, ours)) return []
    const at = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`)
    if (isObject(real) && isObject(ours))
      return [...new Set([...Object.keys(real), ...Object.keys(ours)])].flatMap((key) =>
        between(request, at(key), memberOf(real, key), memberOf(ours, key)),
      )
    if (isList(real) && isList(ours) && real.length === ours.length)
      return real.flatMap((item, index) => between(request, at(index), item, ours[index]))
  }
  return [{ request, path, real, ours }]
}

/** A difference for people. */
export function differenceText({ request, path, real, ours }: Difference): string {
  return `${request}\n    ${path}\n    real: ${shown(real)}\n    ours: ${shown(ours)}`
}

const SHOWN = 600

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'not there' : stringifyJson(value)
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`
}
