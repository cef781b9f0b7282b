import { javaScriptString } from './javascript-string.ts'

/**
 * The member names of a query of KubeStellar's subset: `$`, then `.name` or `["…"]` with the escapes of JavaScript; undefined for
 * any other text. No blanks, no other quotes, no lists.
 */
export function readSubset(text: string): readonly string[] | undefined {
  if (!text.startsWith('$')) return undefined
  const names: string[] = []
  for (let at = 1; at < text.length; ) {
    const segment = text.charAt(at) === '.' ? shorthandAt(text, at + 1) : quotedAt(text, at)
    if (segment === undefined) return undefined
    names.push(segment.name)
    at = segment.end
  }
  return names
}

type Found = Readonly<{ name: string; end: number }>

// RFC 9535's member-name-shorthand.
const SHORTHAND = /[A-Za-z_\u0080-\uFFFF][\dA-Za-z_\u0080-\uFFFF]*/y

function shorthandAt(text: string, at: number): Found | undefined {
  SHORTHAND.lastIndex = at
  const name = SHORTHAND.exec(text)?.[0]
  return name === undefined ? undefined : { name, end: at + name.length }
}

function quotedAt(text: string, at: number): Found | undefined {
  if (!text.startsWith('["', at)) return undefined
  const start = at + 2
  let end = start
  while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1
  if (!text.startsWith('"]', end)) return undefined
  const name = javaScriptString(text.slice(start, end))
  return name === undefined ? undefined : { name, end: end + 2 }
}
