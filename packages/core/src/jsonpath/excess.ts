/** What is open at a place: brackets, the arguments of a function, or a condition in parentheses. */
type Opened = '[' | 'call' | 'group'

const TOKEN = /[=!<>]=|&&|\|\||-?\d+|[^ \t\n\r]/y
const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>=']
/** After these a condition may stand in parentheses. */
const BEFORE_GROUP: readonly string[] = ['?', '!', '&&', '||', '(']

/**
 * What json-p3 takes and RFC 9535 does not have, as a message with its place; undefined: nothing. These are parentheses around an
 * argument, or around what is compared; a condition negated twice; a comma behind the last argument; and two numbers of a slice
 * without a colon.
 * @param query one that json-p3 has read
 */
export function excessOf(query: string): string | undefined {
  const bare = withoutTexts(query)
  const opened: Opened[] = []
  let before = ''
  for (let at = 0; at < bare.length; ) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(bare)?.[0]
    if (token === undefined) {
      at += 1
      continue
    }
    const isGroup = token === '(' && !/\w/.test(bare.charAt(at - 1))
    const wrong = excessIn({ token, isGroup, before, opened: opened.at(-1) })
    if (wrong !== undefined) return `syntax error at ${at}: ${wrong}`
    before = token
    if (token === '[') opened.push('[')
    else if (token === '(') opened.push(isGroup ? 'group' : 'call')
    else if ((token === ']' || token === ')') && opened.pop() === 'group') before = 'group'
    at += token.length
  }
  return undefined
}

type Place = Readonly<{ token: string; isGroup: boolean; before: string; opened: Opened | undefined }>

function excessIn({ token, isGroup, before, opened }: Place): string | undefined {
  const isArgument = opened === 'call' && before === '('
  if (isGroup && (isArgument || !BEFORE_GROUP.includes(before)))
    return 'parentheses stand around conditions only'
  if (before === 'group' && COMPARISONS.includes(token)) return 'values are compared, not conditions'
  if (token === '!' && before === '!') return 'a condition is negated once'
  if (token === ')' && before === ',') return 'an argument is missing'
  return /\d$/.test(before) && /^-?\d/.test(token) ? 'a colon is missing' : undefined
}

/** The query with something else for what stands in quotes, of the same length. */
function withoutTexts(query: string): string {
  return query.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, (text) => "'".repeat(text.length))
}
