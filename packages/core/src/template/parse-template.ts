import { isBuiltin } from './builtins/index.ts'
import { createLexer } from './syntax/lexer.ts'
import { parseTop } from './syntax/parse-statements.ts'
import type { Parser } from './syntax/parser.ts'
import { createTokenReader } from './syntax/token-reader.ts'
import { runTask } from './task.ts'
import { decodeUtf8, encodeUtf8 } from './text/utf8.ts'
import type { ParsedTemplate } from './types.ts'

/**
 * Reads a template in the language of Go's text/template (CUS-3), of any length and depth of nesting.
 * @param name what messages call it; it can also call itself by this name
 * @returns Go's message where the text is no template
 */
export function parseTemplate(name: string, text: string): ParsedTemplate {
  const bytes = encodeUtf8(text)
  const parser: Parser = {
    name: encodeUtf8(name),
    tokens: createTokenReader(createLexer(bytes)),
    definitions: new Map(),
    isFunction: isBuiltin,
  }
  const parsed = runTask(parseTop(parser))
  if (!parsed.ok) return { ok: false, error: { phase: 'parse', message: decodeUtf8(parsed.failure) } }
  return {
    ok: true,
    value: { name, source: { name: parser.name, text: bytes, definitions: parser.definitions } },
  }
}
