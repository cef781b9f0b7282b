import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'
import type { Command, Invocation, Pipeline, Term } from './tree.ts'

/** A node that an error can name. */
export type ShownNode = Command | Invocation | Term

/** The source of a node as Go writes it again, with single blanks. */
export function showNode(node: ShownNode): Bytes {
  let shown = ''
  // What is still to be written, the next last: depth costs no call stack.
  const waiting: (Bytes | ShownNode)[] = [node]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') shown += next
    else for (const part of partsOf(next).reverse()) waiting.push(part)
  }
  return shown
}

function partsOf(node: ShownNode): (Bytes | ShownNode)[] {
  switch (node.kind) {
    case 'literal':
      return [node.source]
    case 'dot':
      return ['.']
    case 'nil':
      return ['nil']
    case 'identifier':
      return [node.name]
    case 'field':
      return [fields(node.names)]
    case 'variable':
      return [node.name, fields(node.names)]
    case 'chain':
      return [...word(node.of), fields(node.names)]
    case 'command':
      return separated([node.first, ...node.rest].map(word), ' ')
    case 'pipeline':
      return pipelineParts(node)
    case 'template':
      return [
        `{{template ${quoteString(node.name)}`,
        ...(node.pipeline === undefined ? [] : [' ', node.pipeline]),
        '}}',
      ]
  }
}

function pipelineParts(pipeline: Pipeline): (Bytes | ShownNode)[] {
  const variables = separated(
    pipeline.variables.map((variable) => [variable]),
    ', ',
  )
  const sign = pipeline.isAssignment ? ' = ' : ' := '
  const commands = separated(
    pipeline.commands.map((command) => [command]),
    ' | ',
  )
  return [...variables, ...(variables.length > 0 ? [sign] : []), ...commands]
}

function word(term: Term): (Bytes | ShownNode)[] {
  return term.kind === 'pipeline' ? ['(', term, ')'] : [term]
}

function fields(names: readonly Bytes[]): Bytes {
  return names.map((name) => `.${name}`).join('')
}

function separated(groups: readonly (Bytes | ShownNode)[][], separator: string): (Bytes | ShownNode)[] {
  return groups.flatMap((group, index) => (index === 0 ? group : [separator, ...group]))
}
