import { type Action, compareUtf8 } from '@downsync/core'
import type { BindingReport, ListedObject } from '../report/bindings.ts'
import { manifestText, type Pair, pairKey } from '../report/pairs.ts'
import type { PlanReport } from '../report/plan-report.ts'
import { resourceText } from '../world/resource-type.ts'
import { clauseText, selectorText } from './selector-text.ts'
import { counted, type Style, table, wrapped } from './text.ts'

/** How a plan is printed. */
export type PlanStyle = Style & Readonly<{ width: number; verbose: boolean }>

/** Names shown of one resource, rows of one table; `--verbose` shows all. */
const MOST_NAMES = 8
const MOST_ROWS = 20

/** A plan for people, as lines. */
export function planText(report: PlanReport, style: PlanStyle): readonly string[] {
  return [
    ...report.bindings.flatMap((binding) => [...bindingText(binding, style), '']),
    ...report.unbound.flatMap((name) => [
      style.heading(`BindingPolicy ${name}: invalid, so nothing goes anywhere`),
      '',
    ]),
    ...section('Not delivered', notDeliveredText(report, style), style),
    ...section('ManifestWorks', wrappedText(report, style), style),
    ...section('Pairs', pairsText(report, style), style),
    ...section('Writes', writesText(report, style), style),
  ].slice(0, -1)
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [style.heading(title), ...lines, '']
}

function bindingText(binding: BindingReport, style: PlanStyle): readonly string[] {
  const { wecs, objects, from, frozen } = binding
  const size = `${counted(objects.length, 'object')} to ${counted(wecs.length, 'WEC')}`
  const title = `${from === 'policy' ? 'BindingPolicy' : 'Binding'} ${binding.name}: ${size}`
  const held = frozen ? ' (invalid: what it listed before stays)' : ''
  return [style.heading(title) + held, ...wecLines(binding, style), ...objectLines(binding, style)]
}

function wecLines({ wecs, clusterSelectors }: BindingReport, style: PlanStyle): readonly string[] {
  return grouped(wecs, ({ selector }) => selector).flatMap(([selector, listed]) => {
    const names = listed.map(({ wec }) => wec)
    const why = selector === undefined ? '' : selectorText(clusterSelectors[selector] ?? null)
    const by = selector === undefined ? 'to' : `to clusterSelectors[${selector}]`
    return [
      `  ${by}${why === '' ? '' : `  ${style.faint(why)}`}`,
      ...wrapped('    ', shown(names, style), ', ', style.width),
    ]
  })
}

function objectLines({ objects, clauses }: BindingReport, style: PlanStyle): readonly string[] {
  return grouped(objects, ({ clause }) => clause).flatMap(([clause, listed]) => {
    const title =
      clause === undefined
        ? '  listed'
        : `  downsync[${clause}]  ${style.faint(clauseText(clauses[clause] ?? null))}`
    const byResource = grouped(listed, ({ id }) => resourceText(id))
    return [
      title.trimEnd(),
      ...byResource.flatMap(([resource, some]) =>
        wrapped(`    ${resource} `, shown(some.map(nameText), style), ', ', style.width),
      ),
    ]
  })
}

function nameText({ id }: ListedObject): string {
  return id.namespace === '' ? id.name : `${id.namespace}/${id.name}`
}

function shown(names: readonly string[], { verbose }: PlanStyle): readonly string[] {
  if (verbose || names.length <= MOST_NAMES + 1) return names
  return [...names.slice(0, MOST_NAMES), `and ${names.length - MOST_NAMES} more`]
}

function notDeliveredText({ notDelivered }: PlanReport, style: PlanStyle): readonly string[] {
  const byReason = grouped(notDelivered, ({ id, wecs, state, why }) =>
    [state, why, wecs.join(', '), resourceText(id)].join('\u0000'),
  )
  return cut(
    byReason.flatMap(([, [first, ...others]]) => {
      if (first === undefined) return []
      const names = [first, ...others].map(({ id }) => nameText({ id, clause: undefined }))
      const what = [
        ...wrapped(`  ${first.state} ${resourceText(first.id)} `, shown(names, style), ', ', style.width),
      ]
      return [...what, `    in ${shown(first.wecs, style).join(', ')}`, `    ${first.why}`]
    }),
    style,
    3 * MOST_ROWS,
  )
}

function wrappedText({ wrapped: writes }: PlanReport, style: PlanStyle): readonly string[] {
  const rows = writes.map(({ what, wec, name, objects, bytes }) => [what, wec, name, objects, bytes])
  return cut(table(['WRITE', 'WEC', 'NAME', 'OBJECTS', 'BYTES'], rows), style, MOST_ROWS + 1)
}

function pairsText({ pairs, rules, standing }: PlanReport, style: PlanStyle): readonly string[] {
  const { appear, change, vanish, stay } = pairs
  const summary = `  ${appear.length} appear, ${change.length} change, ${vanish.length} vanish, ${stay} stay`
  // Where nothing stood before, the policies above have said it all.
  const lists =
    standing === 0 && !style.verbose
      ? []
      : [...pairLines('+', appear, rules), ...pairLines('~', change, rules), ...pairLines('-', vanish, rules)]
  return [summary, ...cut(lists, style, MOST_ROWS)]
}

function pairLines(sign: string, pairs: readonly Pair[], rules: PlanReport['rules']): readonly string[] {
  const rulesOf = (pair: Pair) => (rules.get(pairKey(pair)) ?? []).join(', ')
  const byObject = grouped(pairs, (pair) => `${manifestText(pair.id)}\u0000${rulesOf(pair)}`)
  return byObject.map(([key, some]) => {
    const [text, why = ''] = key.split('\u0000')
    return `  ${sign} ${text} in ${some.map(({ wec }) => wec).join(', ')}${why === '' ? '' : `  (${why})`}`
  })
}

function writesText({ rounds, settled, dropped }: PlanReport, style: PlanStyle): readonly string[] {
  const lines = rounds.flatMap((actions, index) => {
    const title = wrapped(`  round ${index + 1}: `, actionCounts(actions), ', ', style.width)
    return style.verbose ? [...title, ...actions.map(actionText)] : title
  })
  const refused = dropped.map(({ action, why }) => `  refused: ${actionText(action).trim()}: ${why}`)
  const count = counted(rounds.length, 'round')
  const end = settled
    ? rounds.length === 0
      ? '  none: everything is as it should be'
      : `  after ${count} nothing is left to write`
    : `  not at rest after ${count}`
  return [...lines, ...cut(refused, style, MOST_ROWS), end]
}

function actionCounts(actions: readonly Action[]): readonly string[] {
  return grouped(actions, ({ kind, ref }) => `${kind} ${ref.resource}`).map(([what, some]) =>
    `${some.length} ${what}`.replace(/^(\d+) (\S+) /, '$2 $1 '),
  )
}

function actionText({ kind, ref, why }: Action): string {
  const name = ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`
  return `    ${kind} ${resourceText(ref)} ${name}  (${why.rule}, ${why.from.resource} ${why.from.name})`
}

function cut(lines: readonly string[], { verbose }: PlanStyle, most: number): readonly string[] {
  if (verbose || lines.length <= most + 1) return lines
  return [...lines.slice(0, most), `  and ${lines.length - most} more lines (--verbose shows all)`]
}

// In the order of the keys: numbers by value, texts bytewise, undefined last.
function grouped<T, K extends string | number | undefined>(
  items: readonly T[],
  keyOf: (item: T) => K,
): readonly (readonly [K, readonly T[]])[] {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups].sort(([a], [b]) => compareKeys(a, b))
}

function compareKeys(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return compareUtf8(String(a), String(b))
}
