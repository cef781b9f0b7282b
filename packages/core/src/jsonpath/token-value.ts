import { type Token, TokenKind } from 'json-p3'

/** The name or string that a token stands for, read from the query itself. */
export function stringOf({ kind, value, index }: Token, query: string): string {
  const written = query.slice(index, index + value.length)
  if (kind === TokenKind.NAME) return written
  // What json-p3 has let through between quotes is JSON, but for which quotes are escaped.
  const body =
    kind === TokenKind.SINGLE_QUOTE_STRING ? written.replaceAll(/\\.|"/gs, withDoubleQuotes) : written
  return JSON.parse(`"${body}"`) as string
}

function withDoubleQuotes(found: string): string {
  if (found === "\\'") return "'"
  return found === '"' ? '\\"' : found
}

/** The number that a token stands for, an integer exactly; undefined for what only json-p3 takes for one. */
export function numberOf({ value, index }: Token, query: string): number | bigint | undefined {
  const written = query.slice(index, index + value.length)
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(written)) return undefined
  const number = Number(written)
  return /^-?\d+$/.test(written) && !Number.isSafeInteger(number) ? BigInt(written) : number
}
