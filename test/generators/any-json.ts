import type { Json } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'

/** JSON of any form, with the keys and numbers that trip the careless. */
export function anyJson(): Arbitrary<Json> {
  const leaf = fc.oneof(
    fc.constantFrom<Json>(null, true, false, -0, 1.5, 2n ** 62n),
    fc.constantFrom<Json>('', '*', 'In', 'app', 'pods', 'constructor', '\u0000', '\ud800'),
    fc.string(),
  )
  const key = fc.oneof(
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'key',
      'operator',
      'values',
      'matchLabels',
      'matchExpressions',
    ),
    fc.string(),
  )
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('json')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).json
}

/** The given JSON with some of its parts, anywhere in it, replaced by JSON of any form. */
export function mangled(whole: Arbitrary<Json>): Arbitrary<Json> {
  const edit = fc.record({ at: fc.nat(), by: anyJson() })
  return fc
    .tuple(whole, fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([json, edits]) =>
      edits.reduce((made, { at, by }) => replaceNode(made, at % countNodes(made), by), json),
    )
}

function countNodes(json: Json): number {
  return childrenOf(json).reduce((count, [, child]) => count + countNodes(child), 1)
}

function replaceNode(json: Json, at: number, by: Json): Json {
  if (at === 0) return by
  let before = 1
  const replaced = childrenOf(json).map(([key, child]): readonly [string, Json] => {
    const here = at - before
    const size = countNodes(child)
    before += size
    return [key, here >= 0 && here < size ? replaceNode(child, here, by) : child]
  })
  return Array.isArray(json) ? replaced.map(([, child]) => child) : Object.fromEntries(replaced)
}

function childrenOf(json: Json): readonly (readonly [string, Json])[] {
  return typeof json === 'object' && json !== null ? Object.entries<Json>(json) : []
}
