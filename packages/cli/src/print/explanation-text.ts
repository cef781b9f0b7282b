import {
  describeId,
  type Explanation,
  isList,
  isObject,
  type Json,
  memberOf,
  type PolicyVerdict,
  stringAt,
  stringifyJson,
  type Verdict,
} from '@downsync/core'
import type { Collected } from '../report/collected.ts'
import { collectedText } from './collected-text.ts'
import { decidedText } from './decided-text.ts'
import { requirementText, selectorText } from './selector-text.ts'
import { type Style, table } from './text.ts'

type Fact = Explanation['decisive'][number]['fact']

/** How an explanation is printed. */
export type ExplanationStyle = Style & Readonly<{ verbose: boolean }>

/**
 * An explanation for people, as lines.
 * @param collected what StatusCollectors found of the object
 */
export function explanationText(
  explanation: Explanation,
  collected: readonly Collected[],
  style: ExplanationStyle,
): readonly string[] {
  const { question, verdict, policies, decisive, journey, problems } = explanation
  const facts = style.verbose
    ? policies.flatMap(allFacts)
    : decisive.map(({ policy, fact }) => factRow(policy, pathOf(policies, policy, fact), fact))
  const asTable = table(['POLICY', 'FIELD', 'WANTED', 'SAW', 'HOLDS', 'RULE'], facts)
  const stages = journey.map(({ stage, in: place, message }) => [
    stage,
    place === undefined || stage === 'reported' ? message : describeId(place),
  ])
  const decided = journey.flatMap((stage) => stage.decided ?? [])
  return [
    style.heading(`${describeId(question.object)} in ${question.wec}: ${verdictText(verdict)}`),
    ...(asTable.length === 0
      ? []
      : ['', style.heading(style.verbose ? 'All facts' : 'What decided'), ...asTable]),
    ...(stages.length === 0 ? [] : ['', style.heading('Journey'), ...table(['STAGE', ''], stages).slice(1)]),
    ...(decided.length === 0
      ? []
      : ['', style.heading('The .status here, of several WECs'), ...decidedText(decided)]),
    ...(collected.length === 0 ? [] : ['', ...collectedText(collected, { ...style, isWide: style.verbose })]),
    ...(problems.length === 0
      ? []
      : [
          '',
          style.heading('Problems'),
          ...problems.map(
            ({ on, path, message }) =>
              `  ${on.resource} ${on.name}: ${path === '' ? '' : `${path}: `}${message}`,
          ),
        ]),
  ]
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'delivered':
      return `delivered, by ${verdict.by.join(', ')}`
    case 'notSelected':
      return 'not delivered: no policy selects it there'
    case 'withheld':
      return `selected, but withheld: ${verdict.rule}`
    case 'leaving':
      return `leaving (${verdict.how}): ${verdict.why}`
    case 'frozen':
      return `frozen: ${verdict.why}`
    case 'unknown':
      return `not known: ${verdict.why}`
    case 'absent':
      return 'there is no such object'
  }
}

function allFacts({ policy, valid, wec, clauses }: PolicyVerdict): readonly (readonly string[])[] {
  const name = valid ? policy : `${policy} (invalid)`
  return [
    ...wec.flatMap((facts) => facts.map((fact) => factRow(name, `spec.${fact.field}`, fact))),
    ...clauses.flatMap((facts, index) =>
      facts.map((fact) => factRow(name, `spec.downsync[${index}].${fact.field}`, fact)),
    ),
  ]
}

// The facts that decided are the very ones of the verdicts: a clause is known by its place there.
function pathOf(policies: readonly PolicyVerdict[], policy: string, fact: Fact): string {
  const clauses = policies.find((verdict) => verdict.policy === policy)?.clauses ?? []
  const clause = clauses.findIndex((facts) => facts.includes(fact))
  return clause < 0 ? `spec.${fact.field}` : `spec.downsync[${clause}].${fact.field}`
}

function factRow(policy: string, path: string, { wanted, saw, holds, rule }: Fact): readonly string[] {
  return [policy, path, wantedText(wanted), sawText(wanted, saw), holds ? 'yes' : 'no', rule]
}

function wantedText(wanted: Json): string {
  if (isList(wanted))
    return wanted.map((one) => (isObject(one) ? selectorText(one) : scalarText(one))).join(' or ')
  if (memberOf(wanted, 'operator') !== undefined) return requirementText(wanted)
  return isObject(wanted) ? selectorText(wanted) : scalarText(wanted)
}

// Of labels, those that were asked for, or all where none of them is there.
function sawText(wanted: Json, saw: Json): string {
  if (!isObject(saw)) return saw === null ? 'no such label' : scalarText(saw)
  const asked = new Set(askedKeys(wanted))
  const entries = Object.entries(saw)
  const some = entries.filter(([key]) => asked.has(key))
  const labels = (some.length > 0 ? some : entries).map(([key, value]) => `${key}=${scalarText(value)}`)
  return labels.length === 0 ? 'no labels' : labels.join(', ')
}

function askedKeys(wanted: Json): readonly string[] {
  if (isList(wanted)) return wanted.flatMap(askedKeys)
  const expressions = memberOf(wanted, 'matchExpressions')
  const keys = isList(expressions) ? expressions.map((one) => stringAt(one, 'key') ?? '') : []
  const labels = memberOf(wanted, 'matchLabels')
  return [...keys, ...(isObject(labels) ? Object.keys(labels) : [])]
}

function scalarText(value: Json): string {
  if (typeof value === 'string') return value === '' ? '""' : value
  return stringifyJson(value)
}
