import { canonicalJson, isList, isObject, type Json, memberOf, objectOf } from '@downsync/core'
import type { Step } from './scenario.ts'

/**
 * A step with its placeholders filled in: `$ns`, `$group`, and `{{label:path}}` from the answers so far. Throws where an
 * answer has no such value: the scenario is wrong, or what prepares it failed.
 */
export function resolveStep(step: Step, namespace: string, answers: ReadonlyMap<string, Json>): Step {
  const text = (written: string): string =>
    written
      .replaceAll('$ns', namespace)
      .replaceAll('$group', `${namespace}.example.com`)
      .replaceAll(/\{\{([^:}]+):([^}]+)\}\}/g, (_whole, label: string, path: string) => {
        const found = lookUp(answers.get(label), path.split('.'))
        if (found === undefined)
          throw new Error(
            `the answer to "${label}" has no ${path}: ${canonicalJson(answers.get(label) ?? null)}`,
          )
        return typeof found === 'string' ? found : canonicalJson(found)
      })
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return text(value)
    if (isList(value)) return value.map(walk)
    return isObject(value)
      ? objectOf(Object.entries(value).map(([key, member]): [string, Json] => [text(key), walk(member)]))
      : value
  }
  if (step.kind === 'watch') return { ...step, path: text(step.path) }
  if (step.kind !== 'request') return step
  const withBody = step.body === undefined ? step : { ...step, body: walk(step.body) }
  const withText = step.text === undefined ? withBody : { ...withBody, text: text(step.text) }
  return { ...withText, path: text(step.path) }
}

/** The value at a path of keys and indexes. */
export function lookUp(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => (isList(at) ? at[Number(key)] : memberOf(at, key)), value)
}
