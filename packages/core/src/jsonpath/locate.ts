import type { Json } from '../kube/index.ts'
import { type Location, type Parsed, type Query, refused } from './query.ts'
import { locationOf, startRun } from './run.ts'
import { selectNodes } from './select-nodes.ts'

/**
 * Where the nodes are that a query selects in a document, each once. Keys that JavaScript objects inherit select nothing, numbers
 * are compared exactly.
 * @returns the locations; not ok, with what it came to, where looking would take too long or go too deep: then nothing is known
 * @example locate(query, { spec: { ports: [{ nodePort: 1 }, {}] } }) // of $.spec.ports[*].nodePort
 * // { ok: true, value: [['spec', 'ports', 0, 'nodePort']] }
 */
export function locate(query: Query, document: Json): Parsed<readonly Location[]> {
  const run = startRun(document)
  const nodes = selectNodes(run, run.root, query, false)
  return run.stopped === undefined ? { ok: true, value: nodes.map(locationOf) } : refused(run.stopped)
}
