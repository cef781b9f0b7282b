import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { canonicalJson, isObject, memberOf, parseJson, stringAt } from '@downsync/core'
import type { Played } from './play.ts'

const FILE = fileURLToPath(new URL('recorded.jsonl', import.meta.url))

/** The answers of the real server, as they were recorded. */
export function readRecord(): readonly Played[] {
  const lines = readFileSync(FILE, 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const read = parseJson(line)
      const one = read.ok ? read.value : null
      const answers = memberOf(one, 'answers')
      return {
        name: stringAt(one, 'name') ?? '',
        digest: stringAt(one, 'digest') ?? '',
        answers: isObject(answers) ? answers : {},
      }
    })
}

/** One scenario a line: what changes in a record is seen in its difference. */
export function writeRecord(played: readonly Played[]): void {
  const lines = played.map(({ name, digest, answers }) => canonicalJson({ name, digest, answers }))
  writeFileSync(FILE, lines.join('\n').concat('\n'))
}
