import { isDeeperThan, parseJson } from '@downsync/core'
import type { Reading } from './document.ts'
import { DEEPEST, placeInText } from './read-yaml.ts'

const WHERE = /^line (\d+), column (\d+): /

/** Reads a text that is one JSON value, without loss (NUM-1). */
export function readJson(file: string, text: string): Reading {
  if (text.trim() === '') return { documents: [], complaints: [] }
  const parsed = parseJson(text)
  if (parsed.ok && isDeeperThan(parsed.value, DEEPEST))
    return failed(file, `it is nested more than ${DEEPEST} levels deep`, { line: 1, column: 1 })
  if (parsed.ok)
    return {
      documents: [{ file, value: parsed.value, placeOf: (path) => placeInText(text, path) }],
      complaints: [],
    }
  const message = parsed.faults[0]?.message ?? ''
  const [prefix = '', line, column] = WHERE.exec(message) ?? []
  const place = { line: Number(line ?? 1), column: Number(column ?? 1) }
  return failed(file, `it is no JSON: ${message.slice(prefix.length)}`, place)
}

function failed(file: string, message: string, place: Readonly<{ line: number; column: number }>): Reading {
  return { documents: [], complaints: [{ severity: 'error', file, place, message }] }
}
