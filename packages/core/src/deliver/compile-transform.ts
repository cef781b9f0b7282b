import { validateCustomTransform } from '../api/index.ts'
import { locate, parseQuery, type Query } from '../jsonpath/index.ts'
import {
  type Fault,
  type GroupResource,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  stringAt,
} from '../kube/index.ts'
import { isProtected, protectedProbe } from './protected-fields.ts'

/** A CustomTransform, ready to be applied; as good as the object that it was made from stays the same. */
export type CompiledTransform = Readonly<{
  name: string
  /** Whose objects it is for; undefined: its spec does not say so in a form that can be read. */
  target: GroupResource | undefined
  /** The good expressions of `spec.remove`. */
  removals: readonly Removal[]
  /**
   * All that is wrong with it: codes `FieldInvalid`, `QueryInvalid` and `RemovalForbidden`. While there are any, the objects that it is
   * for are frozen (TRF-4).
   */
  faults: readonly Fault[]
}>

/** An expression, with the path of the field that it stands in. */
export type Removal = Readonly<{ path: string; query: Query }>

/** Compiles a CustomTransform; total. What cannot be read removes nothing and is a fault, on the path of its field. */
export function compileTransform(transform: KubeObject): CompiledTransform {
  const checked = validateCustomTransform(transform)
  const faults: Fault[] = checked.ok ? [] : [...checked.faults]
  const removals: Removal[] = []
  for (const [index, expression] of listAt(transform, 'spec', 'remove').entries()) {
    // What is no text is a fault of its form.
    if (typeof expression !== 'string') continue
    const read = readRemoval(`spec.remove[${index}]`, expression)
    if ('query' in read) removals.push(read)
    else faults.push(read)
  }
  return { name: nameOf(transform), target: targetOf(memberOf(transform, 'spec')), removals, faults }
}

// TRF-4, TRF-5
function readRemoval(path: string, expression: string): Removal | Fault {
  const parsed = parseQuery(expression)
  if (!parsed.ok) return { code: 'QueryInvalid', path, message: parsed.message, found: expression }
  if (parsed.value.length === 0)
    return {
      code: 'RemovalForbidden',
      path,
      message: 'it identifies the whole object',
      found: expression,
    }
  const located = locate(parsed.value, protectedProbe)
  if (!located.ok) return { code: 'QueryInvalid', path, message: located.message, found: expression }
  const met = located.value.find(isProtected)
  if (met === undefined) return { path, query: parsed.value }
  const message = `it identifies ${met.join('.')}, which is never removed`
  return { code: 'RemovalForbidden', path, message, found: expression }
}

function targetOf(spec: Json | undefined): GroupResource | undefined {
  const written = memberOf(spec, 'apiGroup') ?? ''
  const resource = stringAt(spec, 'resource')
  return typeof written === 'string' && resource !== undefined ? { group: written, resource } : undefined
}
