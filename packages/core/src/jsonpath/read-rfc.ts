import { JSONPathEnvironment, JSONPathError, JSONPathLexerError, type JSONPathQuery } from 'json-p3'
import { excessOf } from './excess.ts'
import { legibleQuery } from './legible-query.ts'
import { type Parsed, type Query, refused } from './query.ts'
import { queryOfSyntax } from './query-of-syntax.ts'

// json-p3 reads, and no more than that: nodes are located by our own rules, which know of bigint, `__proto__` and bounds.
const reader = /* @__PURE__ */ new JSONPathEnvironment()

/** Reads a query of RFC 9535; for any other text a sentence with the place of what is wrong. Total. */
export function readRfc(text: string): Parsed<Query> {
  const legible = legibleQuery(text)
  if (!legible.ok) return legible
  const syntax = syntaxOf(legible.value)
  if (!syntax.ok) return syntax
  const excess = excessOf(text)
  return excess === undefined ? queryOfSyntax(syntax.value, text) : refused(excess)
}

function syntaxOf(legible: string): Parsed<JSONPathQuery> {
  try {
    return { ok: true, value: reader.compile(legible) }
  } catch (error) {
    // Its lexer takes one step back too many where a query ends too early.
    if (error instanceof JSONPathLexerError)
      return refused(`syntax error at ${error.token.index}: unexpected end`)
    if (!(error instanceof JSONPathError)) return refused('it cannot be read')
    return refused(`syntax error at ${error.token.index}: ${sentenceOf(error.message)}`)
  }
}

// json-p3 shows the surroundings of the place at the end, and tokens by the names that they have in its code.
function sentenceOf(message: string): string {
  const bare = message.slice(0, message.lastIndexOf(" ('"))
  return bare
    .replace("token 'TOKEN_ERROR'", 'end')
    .replaceAll(/'TOKEN_([A-Z_]+)'/g, (_, name: string) => name.toLowerCase().replaceAll('_', ' '))
    .replaceAll(/ {2,}/g, ' ')
}
