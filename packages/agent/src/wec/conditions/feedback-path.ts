import { isList, type Json, listAt, memberOf, valueAt } from '@downsync/core'

/** One step of a path: a member, an item, or the items of which a member has a value. */
type Step =
  | Readonly<{ kind: 'member'; key: string }>
  | Readonly<{ kind: 'item'; index: number }>
  | Readonly<{ kind: 'filter'; path: readonly string[]; value: string }>

/** A path in Kubernetes' JSONPath, as far as it is supported. */
export type FeedbackPath = readonly Step[]

const steps: readonly Readonly<{ form: RegExp; step(match: RegExpExecArray): Step }>[] = [
  {
    form: /^\.((?:\\.|[^.[\]\\*'"\s{}$@?()])+)/,
    step: ([, name = '']) => ({ kind: 'member', key: name.replace(/\\(.)/g, '$1') }),
  },
  {
    form: /^\[(?:'([^']*)'|"([^"]*)")\]/,
    step: ([, single, double]) => ({ kind: 'member', key: single ?? double ?? '' }),
  },
  { form: /^\[(-?\d{1,9})\]/, step: ([, index = '0']) => ({ kind: 'item', index: Number(index) }) },
  {
    form: /^\[\?\(@\.([\w.]+)\s*==\s*(?:'([^']*)'|"([^"]*)")\)\]/,
    step: ([, path = '', single, double]) => ({
      kind: 'filter',
      path: path.split('.'),
      value: single ?? double ?? '',
    }),
  },
]

/**
 * Reads a path: `.status.phase`, `['a.b']`, `[0]`, `[?(@.type=="Ready")]`. Nothing else of the language is supported.
 * @returns the rest that cannot be read, where there is one
 */
export function readFeedbackPath(
  text: string,
): Readonly<{ ok: true; path: FeedbackPath }> | Readonly<{ ok: false; rest: string }> {
  const path: Step[] = []
  let rest = text.replace(/^\$/, '')
  while (rest !== '') {
    const found = steps.map(({ form, step }) => ({ match: form.exec(rest), step })).find(({ match }) => match)
    if (!found?.match) return { ok: false, rest }
    path.push(found.step(found.match))
    rest = rest.slice(found.match[0].length)
  }
  return path.length > 0 ? { ok: true, path } : { ok: false, rest: text }
}

/** All values that the path leads to; none where it ends early. */
export function valuesAtPath(object: Json, path: FeedbackPath): readonly Json[] {
  return path.reduce<readonly Json[]>(
    (values, step) => values.flatMap((value) => follow(value, step)),
    [object],
  )
}

function follow(value: Json, step: Step): readonly Json[] {
  switch (step.kind) {
    case 'member': {
      const found = memberOf(value, step.key)
      return found === undefined ? [] : [found]
    }
    case 'item': {
      const found = isList(value) ? value.at(step.index) : undefined
      return found === undefined ? [] : [found]
    }
    case 'filter':
      return listAt(value).filter((item) => valueAt(item, ...step.path) === step.value)
  }
}
