import type { Token } from './token.ts'

/** Reads tokens, with as much looking ahead as is asked for. */
export type TokenReader = Readonly<{
  next: () => Token
  peek: () => Token
  /** The same, blanks passed over. */
  nextNonSpace: () => Token
  peekNonSpace: () => Token
  /** Gives a token back, to come next. */
  putBack: (token: Token) => void
  /** The line of the furthest token that was looked at: where Go says that an error is. */
  line: () => number
}>

/** @param lex gives the next token with each call */
export function createTokenReader(lex: () => Token): TokenReader {
  // The one to come first stands last.
  const waiting: Token[] = []
  let line = 0

  function next(): Token {
    const known = waiting.pop()
    if (known !== undefined) return known
    const token = lex()
    line = token.line
    return token
  }

  function nextNonSpace(): Token {
    let token = next()
    while (token.kind === 'space') token = next()
    return token
  }

  function putBack(token: Token): void {
    waiting.push(token)
  }

  function seen(token: Token): Token {
    putBack(token)
    return token
  }

  return {
    next,
    nextNonSpace,
    putBack,
    peek: () => seen(next()),
    peekNonSpace: () => seen(nextNonSpace()),
    line: () => line,
  }
}
