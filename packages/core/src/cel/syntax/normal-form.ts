import { endsOperand, type Token } from './token.ts'

/** An expression as it is given to the parser: no comments, one space between tokens, literals in one form. */
export type NormalForm = Readonly<{
  text: string
  /** The offset in the expression of what stands at an offset of the normal form. */
  originOf: (offset: number) => number
}>

/** Tokens as one text; the parser reads it in a time that comments, white space and long literals do not multiply. */
export function normalForm(tokens: readonly Token[]): NormalForm {
  const starts: number[] = []
  let text = ''
  for (const [index, token] of tokens.entries()) {
    if (index > 0 && needsSpace(tokens, index)) text += ' '
    starts.push(text.length)
    text += token.text
  }
  return { text, originOf: (offset) => tokens[lastAtMost(starts, offset)]?.start ?? 0 }
}

// The parser takes a minus for the sign of a number, and several as one operator, only where they stand close to what follows;
// cel-go always does.
function needsSpace(tokens: readonly Token[], index: number): boolean {
  const [before, previous, token] = [tokens[index - 2], tokens[index - 1], tokens[index]]
  if (previous === undefined || token === undefined) return false
  if (token.text === 'in' || previous.text === 'in') return true
  if (isWord(previous) && isWord(token)) return true
  if (previous.kind !== 'sign' || previous.text !== '-') return false
  // A uint has no sign; the minus is an operator that does not take it.
  if (token.kind === 'number') return token.text.endsWith('u')
  return token.text === '-' && endsOperand(before)
}

/** What would run into a neighbour of its kind. */
function isWord({ kind }: Token): boolean {
  return kind !== 'sign'
}

function lastAtMost(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low
}
