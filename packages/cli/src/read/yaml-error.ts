import type { YAMLError } from 'yaml'

/** What is wrong with a text that is no YAML, in a sentence that says what would be right. */
export function yamlErrorText(error: YAMLError, text: string): string {
  const line = lineAt(text, error.pos[0])
  const rendered = line.includes('{{')
    ? '; this looks like a Helm template: render it first (helm template … | downsync plan -f -)'
    : ''
  return wordsFor(error, text) + rendered
}

function wordsFor(error: YAMLError, text: string): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line; YAML takes spaces only'
    case 'DUPLICATE_KEY':
      return `the key ${keyAt(text, error.pos[0])} stands twice in one mapping`
    case 'NON_STRING_KEY':
      return 'a key must be a plain text, not a list or a mapping'
    case 'BAD_INDENT':
      if (error.message.startsWith('Flow '))
        return `a ${error.message.endsWith('}') ? '{' : '['} above is not closed`
      return `this line is indented differently from its neighbours (${lowered(error.message)})`
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second ": " stands in this line: a text that has one goes in quotes'
    case 'MISSING_CHAR':
      return error.message.startsWith('Missing closing ')
        ? `a quote ${error.message.charAt('Missing closing '.length)} is not closed`
        : `it is no YAML: ${lowered(error.message)}`
    case 'TAG_RESOLVE_FAILED':
      return error.message.startsWith('Unresolved tag: ')
        ? `Kubernetes knows no tag ${error.message.slice('Unresolved tag: '.length)}`
        : error.message
    default:
      return `it is no YAML: ${lowered(error.message)}`
  }
}

function lowered(message: string): string {
  const [first = ''] = message.split('\n')
  return first.charAt(0).toLowerCase() + first.slice(1)
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(text.lastIndexOf('\n', Math.max(at - 1, 0)) + 1, end < 0 ? text.length : end)
}

function keyAt(text: string, at: number): string {
  const [key = ''] = /^[^:\n]*/.exec(text.slice(at)) ?? []
  return key.trim()
}
