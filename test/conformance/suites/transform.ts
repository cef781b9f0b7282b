import {
  CONTROL_API_VERSION,
  type CompiledTransform,
  compileTransform,
  equalJson,
  isKubeObject,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  removeFields,
  stringAt,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/** TRF: what is removed from an object before it is delivered, and which expressions of CustomTransforms are errors. */
export const transform: Suite = { file: 'transform', check, alter }

function check(vector: JsonObject): string | undefined {
  const object = memberOf(vector, 'object')
  if (!isKubeObject(object)) return 'the object is no Kubernetes object'
  const written = listAt(vector, 'customTransforms')
  const compiled = written.map(compile)
  const meant = compiled.filter(
    ({ target }) => target?.group === vector['group'] && target?.resource === vector['resource'],
  )
  // A line without TRF-4 in `differs` says what KubeStellar does with `$..spec`, which it rejects: nothing.
  const isGo = !listAt(vector, 'differs').includes('TRF-4')
  const { object: left } = removeFields(object, isGo ? meant.map((one) => withoutRfc(one, written)) : meant)
  const output = memberOf(vector, 'output')
  // Without an output nothing is asked but that nothing throws; the order of keys means nothing.
  if (output !== null && !equalJson(left, output)) return differenceOf('output', output, left)
  return compiled
    .map((one, index) =>
      meant.includes(one)
        ? errorDifference(one, written[index] ?? null, listAt(vector, 'errors')[index] ?? null, vector)
        : undefined,
    )
    .find((difference) => difference !== undefined)
}

function compile(written: Json): CompiledTransform {
  const metadata = { name: stringAt(written, 'name') ?? '' }
  const spec = memberOf(written, 'spec') ?? {}
  return compileTransform({ apiVersion: CONTROL_API_VERSION, kind: 'CustomTransform', metadata, spec })
}

function withoutRfc(transform: CompiledTransform, written: readonly Json[]): CompiledTransform {
  const spec = written.find((one) => stringAt(one, 'name') === transform.name) ?? null
  const expressions = listAt(spec, 'spec', 'remove').map(String)
  const isKept = ({ path }: { path: string }) =>
    !RFC_ALONE.test(expressions[Number(/\d+/.exec(path)?.[0])] ?? '')
  return { ...transform, removals: transform.removals.filter(isKept) }
}

// Of the expressions in the vectors, those that RFC 9535 has and KubeStellar does not; and those that select what is protected, of
// which KubeStellar knows nothing.
const RFC_ALONE = /[*?']|\.\.|\[\d|^\$ /
const PROTECTED = /^\$(\.kind|\.apiVersion|(\.metadata|\["metadata"\])(\.name|\["name"\]|\.namespace)?)$/

// Only which expressions are errors, and of which kind: the texts are another parser's.
function errorDifference(
  { faults }: CompiledTransform,
  written: Json,
  errors: Json,
  vector: JsonObject,
): string | undefined {
  const theirs = new Set(
    (Array.isArray(errors) ? errors : []).map((line) => String(line).replace(/:.*$/s, '')),
  )
  const ours = new Set(
    faults.map(({ code, path }) => `${code === 'RemovalForbidden' ? 'Invalid' : 'Error in'} ${path}`),
  )
  const expressions = listAt(written, 'spec', 'remove').map(String)
  for (const [index, expression] of expressions.entries()) {
    const place = `spec.remove[${index}]`
    const [error, invalid] = [`Error in ${place}`, `Invalid ${place}`]
    if (theirs.has(error) && RFC_ALONE.test(expression)) theirs.delete(error)
    if (listAt(vector, 'differs').includes('TRF-5') && PROTECTED.test(expression)) theirs.add(invalid)
  }
  return differenceOf('errors', [...theirs].sort(), [...ours].sort())
}

function alter(vector: JsonObject): JsonObject {
  const output = memberOf(vector, 'output')
  return { ...vector, output: { ...(isObject(output) ? output : {}), altered: true } }
}
