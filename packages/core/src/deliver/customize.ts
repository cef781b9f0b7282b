import {
  compareUtf8,
  isList,
  isObject,
  type Json,
  type KubeObject,
  type ManifestId,
  objectOf,
  utf8Length,
} from '../kube/index.ts'
import {
  type Expansion,
  executeTemplate,
  parseTemplate,
  type TemplateData,
  type TemplateLimits,
} from '../template/index.ts'
import {
  DEEPEST,
  goPathOf,
  pathOf,
  type TemplateLeaf,
  type TemplateNode,
  templatesOf,
} from './templates-of.ts'

/** A string that could not be expanded. */
export type ExpansionError = Readonly<{
  /** As an author finds it: `data["app.yaml"]`. */
  path: string
  /** Go's text; the name of the template in it ends in the path as Go writes it (CUS-4). */
  message: string
}>

/** An object as its templates make it; with errors, nothing of it is to be delivered (CUS-4). */
export type Customized = Readonly<{
  object: KubeObject
  /** By path as Go writes it. After very many of them, no more strings are expanded. */
  errors: readonly ExpansionError[]
}>

/** What the templates of an object are called in a WEC, before the path: `<wec>/<Kind>.<group>(<ns>/<name>)` (CUS-4). */
export function templateName(wec: string, { group, kind, namespace, name }: ManifestId): string {
  const kindText = group === '' ? kind : `${kind}.${group}`
  return `${wec}/${kindText}(${namespace === '' ? name : `${namespace}/${name}`})`
}

/** Whether any string of the object is to be expanded (CUS-1, CUS-5). */
export function hasTemplates(object: KubeObject): boolean {
  return templatesOf(object).leaves.length > 0
}

/**
 * Expands each leaf string that contains `{{` as a Go text/template over the properties of a WEC (CUS-1, CUS-3). Keys of maps and all that
 * is no string stay; so do apiVersion, kind, name and namespace (CUS-5). The object itself where nothing is a template.
 * @param name as of `templateName`
 * @param limits of all strings together; 200,000 steps where absent
 */
export function customizeObject(
  object: KubeObject,
  name: string,
  properties: TemplateData,
  limits: TemplateLimits = {},
): Customized {
  const { leaves, root } = templatesOf(object)
  if (leaves.length === 0) return { object, errors: [] }
  const texts = new Map<TemplateNode, string>()
  const errors: (ExpansionError & Readonly<{ goPath: string }>)[] = []
  const { steps = MOST_STEPS } = limits
  let left = limits.output
  for (const leaf of leaves) {
    // Shared out beforehand, so that what one string takes is no other's loss (P-5).
    const share = { steps: Math.ceil(steps * leaf.share), ...(left !== undefined && { output: left }) }
    const { output, error } = expand(leaf, name, properties, share)
    texts.set(leaf, output)
    if (left !== undefined) left = Math.max(0, left - utf8Length(output))
    if (error === undefined) continue
    errors.push({ path: pathOf(leaf), goPath: goPathOf(leaf), message: error.message })
    if (errors.length === MOST_ERRORS) break
  }
  const sorted = errors.sort((a, b) => compareUtf8(a.goPath, b.goPath) || compareUtf8(a.path, b.path))
  return {
    // What makes it an object is never expanded.
    object: replaced(object, root, texts) as KubeObject,
    errors: sorted.map(({ path, message }) => ({ path, message })),
  }
}

const MOST_ERRORS = 1_000
// More than any author needs, and still done in a fraction of a second: it may be needed for each of a thousand WECs.
const MOST_STEPS = 200_000

function expand(
  leaf: TemplateLeaf,
  name: string,
  properties: TemplateData,
  limits: TemplateLimits,
): Expansion {
  if (leaf.shared?.ok === true) {
    const expansion = executeTemplate(leaf.shared.value, properties, limits)
    if (expansion.error === undefined) return expansion
  }
  // Go's text has the name in it.
  const fullName = name + goPathOf(leaf)
  if (leaf.depth > DEEPEST) {
    const message = `template: ${fullName}:1: nested deeper than ${DEEPEST} levels`
    return { output: '', error: { phase: 'parse', message } }
  }
  const parsed = parseTemplate(fullName, leaf.text)
  return parsed.ok ? executeTemplate(parsed.value, properties, limits) : { output: '', error: parsed.error }
}

// Shares everything beside the templates with the object.
function replaced(value: Json, { below }: TemplateNode, texts: ReadonlyMap<TemplateNode, string>): Json {
  const within = (member: Json, key: string | number): Json => {
    const node = below.get(key)
    if (node === undefined) return member
    return typeof member === 'string' ? (texts.get(node) ?? member) : replaced(member, node, texts)
  }
  if (isList(value)) return value.map(within)
  if (!isObject(value)) return value
  return objectOf(Object.entries(value).map(([key, member]) => [key, within(member, key)] as const))
}
