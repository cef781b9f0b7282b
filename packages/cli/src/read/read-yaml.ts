import { isDeeperThan, type Json } from '@downsync/core'
import {
  isAlias,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  type Document as YamlDocument,
} from 'yaml'
import type { Complaint, Document, Place, Reading } from './document.ts'
import { placeInNode } from './node-place.ts'
import { yamlErrorText } from './yaml-error.ts'
import { isBeyondInt64, kubernetesScalars } from './yaml-scalars.ts'

/** Uses of anchors, those within anchors multiplied, that one document may have: a few lines could else grow to any size. */
const MOST_ALIASES = 1000
/** Levels that an object may have; no API has as many. */
export const DEEPEST = 500

/**
 * Reads a text of YAML documents. One that is no YAML is an error, with its line and column, and the others are read all the same.
 */
export function readYaml(file: string, text: string): Reading {
  const lines = new LineCounter()
  const documents: Document[] = []
  const complaints: Complaint[] = []
  for (const parsed of parsedDocuments(text, lines, file, complaints)) {
    const complain = (severity: 'error' | 'warning', message: string, at: number) => {
      complaints.push({ severity, file, place: placeAt(lines, at), message })
    }
    // Of several errors in one document, the others mostly follow from the first.
    const error = parsed.errors[0] ?? parsed.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')
    if (error !== undefined) {
      complain('error', yamlErrorText(error, text), error.pos[0])
      continue
    }
    if (parsed.contents === null || (isScalar(parsed.contents) && parsed.contents.value === null)) continue
    const value = jsonOf(parsed, (message, at) => complain('error', message, at))
    if (value === undefined) continue
    for (const { source, at } of roundedIn(parsed, text))
      complain(
        'warning',
        `${source} is beyond 64 bits: API servers round it; put it in quotes if it is a text`,
        at,
      )
    const { contents } = parsed
    documents.push({ file, value, placeOf: (path) => placeInNode(contents, path, lines) })
  }
  return { documents, complaints }
}

/** The place of a field in a text that may be JSON, for messages; the text is parsed for it. */
export function placeInText(text: string, path: string): Place {
  const lines = new LineCounter()
  const [parsed] = parsedDocuments(text, lines, '', [])
  return placeInNode(parsed?.contents ?? null, path, lines)
}

function parsedDocuments(
  text: string,
  lineCounter: LineCounter,
  file: string,
  complaints: Complaint[],
): readonly YamlDocument.Parsed[] {
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      customTags: [...kubernetesScalars],
      merge: true,
      stringKeys: true,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter,
    })
    return [...parsed]
  } catch (error) {
    // The parser recurs.
    if (!(error instanceof RangeError)) throw error
    complaints.push({ severity: 'error', file, message: 'it is nested too deeply to be read' })
    return []
  }
}

function jsonOf(parsed: YamlDocument.Parsed, fail: (message: string, at: number) => void): Json | undefined {
  const start = parsed.contents?.range[0] ?? 0
  try {
    // Scalars are what `kubernetesScalars` makes of them, keys are text: it is JSON.
    const value = parsed.toJS({ maxAliasCount: MOST_ALIASES }) as Json
    if (!isDeeperThan(value, DEEPEST)) return value
    fail(`it is nested more than ${DEEPEST} levels deep`, start)
  } catch (error) {
    if (error instanceof RangeError) fail('it is nested too deeply to be read', start)
    else if (error instanceof Error && error.message.startsWith('Merge sources'))
      fail('what << merges must be a mapping, or a list of them', start)
    else if (!(error instanceof ReferenceError)) throw error
    else if (error.message.startsWith('Unresolved alias')) {
      const { name, at } = firstUnresolved(parsed)
      fail(`there is no anchor &${name} before the alias *${name}`, at)
    } else fail(`its aliases stand for more than ${MOST_ALIASES} copies: write them out`, start)
  }
  return undefined
}

function firstUnresolved(parsed: YamlDocument.Parsed): Readonly<{ name: string; at: number }> {
  let found = { name: '', at: 0 }
  visit(parsed, {
    Alias: (_, alias) => {
      if (alias.resolve(parsed) !== undefined) return undefined
      found = { name: alias.source, at: alias.range?.[0] ?? 0 }
      return visit.BREAK
    },
  })
  return found
}

// NUM-1: an integer outside int64 is a double, as for API servers; whoever wrote it hardly meant that.
function roundedIn(
  parsed: YamlDocument.Parsed,
  text: string,
): readonly Readonly<{ source: string; at: number }>[] {
  if (!/\d{19}/.test(text)) return []
  const found: { source: string; at: number }[] = []
  visit(parsed, {
    Node: (_, node: Node) => {
      if (isAlias(node) || !isScalar(node) || typeof node.value !== 'number') return
      const source = String(node.source)
      if (isBeyondInt64(source)) found.push({ source, at: node.range?.[0] ?? 0 })
    },
  })
  return found
}

function placeAt(lines: LineCounter, at: number): Place {
  const { line, col } = lines.linePos(at)
  return { line, column: Math.max(col, 1) }
}
