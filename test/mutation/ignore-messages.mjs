// Texts for people may say anything: a mutant of one is no difference in what is decided.
const TEXTS = new Set(['message', 'expected', 'why', 'TypeError', 'RangeError', 'Error'])

function isText(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false
  const holder = path.findParent(
    (one) =>
      one.isObjectProperty() || one.isNewExpression() || one.isStatement() || one.isVariableDeclarator(),
  )
  if (holder === null) return false
  if (holder.isObjectProperty()) return TEXTS.has(holder.node.key.name)
  if (holder.isNewExpression()) return TEXTS.has(holder.node.callee.name)
  return holder.isVariableDeclarator() && TEXTS.has(holder.node.id.name)
}

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'messages',
    value: { shouldIgnore: (path) => (isText(path) ? 'a text for people' : undefined) },
  },
]
