import {
  describeId,
  explain,
  nameOf,
  names,
  type Outcome,
  type Question,
  type Snapshot,
} from '@downsync/core'
import type { OutputFormat } from '../arguments.ts'
import { didYouMean } from '../near-name.ts'
import { explanationJson } from '../print/explanation-json.ts'
import { explanationText } from '../print/explanation-text.ts'
import { machineText } from '../print/machine.ts'
import { styleFor } from '../print/text.ts'
import type { Complaint } from '../read/document.ts'
import { collectedIn } from '../report/collected.ts'
import type { System } from '../system.ts'
import { findObject, type Place } from './find-object.ts'

/** A question that can be answered, or what there is none of. */
export type Understood = Readonly<
  { ok: true; question: Question } | { ok: false; messages: readonly string[] }
>

/** The question that texts ask: which object, in which WEC. */
export function questionOf(asked: Readonly<{ object: string; wec: string }>, place: Place): Understood {
  const found = findObject(asked.object, place)
  const wecs = wecsOf(place.snapshot)
  const messages = [
    ...(found.ok ? [] : [found.message]),
    ...(wecs.includes(asked.wec) ? [] : [wecText(wecs, asked.wec)]),
  ]
  return found.ok && messages.length === 0
    ? { ok: true, question: { object: found.value, wec: asked.wec } }
    : { ok: false, messages }
}

/** How an answer is printed. */
export type AnswerStyle = Readonly<{
  output: OutputFormat
  verbose: boolean
  complaints: readonly Complaint[]
}>

/** The answer as text, for people or for programs; ends with a line break. */
export function answerText(
  outcome: Outcome,
  question: Question,
  { output, verbose, complaints }: AnswerStyle,
  { colours }: Pick<System, 'colours'>,
): string {
  const explanation = explain(outcome, question)
  const asked = describeId(question.object)
  // Where the object does not go, it says nothing.
  const collected =
    explanation.journey.length === 0
      ? []
      : collectedIn(outcome).filter(({ object }) => describeId(object) === asked)
  if (output !== 'table') return machineText(explanationJson(explanation, collected, complaints), output)
  return `${explanationText(explanation, collected, { ...styleFor(colours), verbose }).join('\n')}\n`
}

function wecText(known: readonly string[], wec: string): string {
  const near = didYouMean(wec, known)
  const hint = near === '' && known.length > 0 ? `; there are ${known.slice(0, 10).join(', ')}` : near
  return `there is no ManagedCluster ${wec}${hint}`
}

function wecsOf(snapshot: Snapshot): readonly string[] {
  return [...snapshot.objects('its', { group: names.INVENTORY_GROUP, resource: 'managedclusters' })].map(
    nameOf,
  )
}
