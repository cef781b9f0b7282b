import { isMap, isPair, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'
import type { Place } from './document.ts'
import { fieldSteps } from './field-steps.ts'

/** The place of a field below a node; where the path leaves the tree, the place of the last part that there is. */
export function placeInNode(root: Node | null, path: string, lines: LineCounter): Place {
  let at: Node | Pair | null | undefined = root
  let start = root?.range?.[0] ?? 0
  for (const { text } of fieldSteps(path)) {
    const node: unknown = isPair(at) ? at.value : at
    const next: unknown = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === text)
      : isSeq(node) && /^\d+$/.test(text)
        ? node.items[Number(text)]
        : undefined
    if (next === undefined || next === null) break
    // What a map or a list holds is a pair or a node.
    at = next as Node | Pair
    const key: unknown = isPair(at) ? at.key : at
    start = (key as Node).range?.[0] ?? start
  }
  const { line, col } = lines.linePos(start)
  return { line, column: col }
}
