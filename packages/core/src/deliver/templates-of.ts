import { compareUtf8, isList, isObject, type Json, type JsonObject, onceForEach } from '../kube/index.ts'
import { type ParsedTemplate, parseTemplate } from '../template/index.ts'

/** A place in an object on the way to templates, or a template itself. */
export type TemplateNode = Readonly<{
  key: string | number
  above: TemplateNode | undefined
  /** Keys from the object down to here. */
  depth: number
  /** Where there are templates below, by key. */
  below: ReadonlyMap<string | number, TemplateNode>
}>

/** A leaf string with `{{` in it. */
export type TemplateLeaf = TemplateNode &
  Readonly<{
    text: string
    /** Read once for all WECs; undefined where it may speak of its own name, which has the WEC's in it. */
    shared: ParsedTemplate | undefined
    /** Of what the object's templates may cost together: at most 1 in sum, half of it for each alike, half by length. */
    share: number
  }>

/** The templates of an object. */
export type Templates = Readonly<{
  /** In an order that is the object's own, however its members are ordered. */
  leaves: readonly TemplateLeaf[]
  /** Those that can be replaced: not those below `DEEPEST`. */
  root: TemplateNode
}>

/** Levels down to which templates are expanded: a fixed bound, since results must not depend on the size of a call stack (P-2). */
export const DEEPEST = 500

/**
 * The leaf strings of an object that contain `{{`, but for apiVersion, kind, name and namespace (CUS-1, CUS-5); looked for once for each
 * object.
 */
export const templatesOf = onceForEach((object: JsonObject): Templates => {
  const root: Growing = { key: '', above: undefined, depth: 0, below: new Map() }
  const found = stringsOf(object, root)
  const length = found.reduce((sum, { text }) => sum + text.length, 0)
  const readShared = sharedReader()
  const leaves = found.map(({ node, text }) => {
    const shared = node.depth > DEEPEST ? undefined : readShared(text)
    const leaf = { ...node, text, shared, share: (1 / found.length + text.length / length) / 2 }
    if (leaf.depth <= DEEPEST) link(leaf)
    return leaf
  })
  return { leaves, root }
})

/** As Go's messages name it: `.data.app.yaml`, `.spec.ports[0].name`. */
export function goPathOf(node: TemplateNode): string {
  return keysOf(node)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
}

/** As an author finds it: `data["app.yaml"]`, `spec.ports[0].name`. */
export function pathOf(node: TemplateNode): string {
  return keysOf(node)
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`
      if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`
      return at === 0 ? key : `.${key}`
    })
    .join('')
}

type Growing = Readonly<{
  key: string | number
  above: Growing | undefined
  depth: number
  below: Map<string | number, Growing>
}>
type Found = Readonly<{ value: Json; node: Growing }>

// Without recursion: how deep an object is, is its author's choice.
function stringsOf(object: JsonObject, root: Growing): readonly Readonly<{ text: string; node: Growing }>[] {
  const strings: { text: string; node: Growing }[] = []
  const left: Found[] = [{ value: object, node: root }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, node } = next
    if (typeof value === 'string') strings.push({ text: value, node })
    else for (const found of membersOf(value, node).reverse()) left.push(found)
  }
  return strings
}

function membersOf(value: Json, above: Growing): Found[] {
  const found: Found[] = []
  const take = (key: string | number, member: Json): void => {
    const isTemplate = typeof member === 'string' && member.includes('{{')
    if (!isTemplate && !isList(member) && !isObject(member)) return
    found.push({ value: member, node: { key, above, depth: above.depth + 1, below: new Map() } })
  }
  if (isList(value)) for (const [key, member] of value.entries()) take(key, member)
  else if (isObject(value))
    for (const [key, member] of Object.entries(value)) if (!isProtected(key, above)) take(key, member)
  return isList(value) ? found : found.sort((a, b) => compareUtf8(orderOf(a), orderOf(b)))
}

// Nearly always that of paths: what is below a member goes on behind its key.
function orderOf({ value, node }: Found): string {
  if (typeof value === 'string') return String(node.key)
  return isList(value) ? `${node.key}[` : `${node.key}.`
}

// CUS-5
function isProtected(key: string, { depth, key: above }: TemplateNode): boolean {
  if (depth === 0) return key === 'apiVersion' || key === 'kind'
  return depth === 1 && above === 'metadata' && (key === 'name' || key === 'namespace')
}

function link(leaf: Growing): void {
  let node = leaf
  while (node.above?.below.has(node.key) === false) {
    node.above.below.set(node.key, node)
    node = node.above
  }
}

function sharedReader(): (text: string) => ParsedTemplate | undefined {
  const parsed = new Map<string, ParsedTemplate>()
  return (text) => {
    if (/template|define|block/.test(text)) return undefined
    const read = parsed.get(text) ?? parseTemplate('', text)
    parsed.set(text, read)
    return read
  }
}

function keysOf(node: TemplateNode): readonly (string | number)[] {
  const keys: (string | number)[] = []
  for (let at = node; at.above !== undefined; at = at.above) keys.push(at.key)
  return keys.reverse()
}
