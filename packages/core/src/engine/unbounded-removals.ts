import { transformErrorLine } from '../deliver/index.ts'
import { idKey, type ObjectId, type Problem } from '../kube/index.ts'
import { compareEntries } from '../select/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Gather, Stage } from './stage.ts'
import type { Wishes } from './wishes.ts'

/** Bucket: the name of a CustomTransform; source: the name of a Binding that lists objects in which an expression takes too long. */
export type UnboundedRemovals = Gather<readonly Problem[]>

/** What was found out when the content of listed objects was made; no expression is evaluated for it once more. */
export function unboundedRemovalsGather(
  { bindingNames }: Pick<BindingStages, 'bindingNames'>,
  wishes: Stage<Wishes>,
): UnboundedRemovals {
  return {
    name: 'unboundedRemovals',
    sources: bindingNames,
    contributions: (read, name) => {
      const byTransform = new Map<string, Problem[]>()
      for (const problem of read.get(wishes, name).problems) {
        if (problem.code !== 'RemovalUnbounded') continue
        const known = byTransform.get(problem.on.name)
        if (known === undefined) byTransform.set(problem.on.name, [problem])
        else known.push(problem)
      }
      return byTransform
    },
    same: (a, b) => a.length === b.length && a.every((problem, at) => problem === b[at]),
  }
}

type InObject = Readonly<{ object: ObjectId; problem: Problem }>

/** The lines of a CustomTransform: one for each expression, for the first object in the order of Bindings, with the number of others. */
export function unboundedLines(problems: Iterable<Problem>): readonly string[] {
  const byPath = new Map<string, Map<string, InObject>>()
  for (const problem of problems) {
    const object = problem.freezes[0]?.object
    if (object === undefined) continue
    const objects = byPath.get(problem.path) ?? new Map<string, InObject>()
    byPath.set(problem.path, objects.set(idKey(object), { object, problem }))
  }
  return [...byPath.values()]
    .flatMap((objects) => {
      const [first] = [...objects.values()].sort((a, b) =>
        compareEntries({ id: a.object, version: '' }, { id: b.object, version: '' }),
      )
      const others = objects.size === 1 ? '' : ` (and ${objects.size - 1} more objects)`
      return first === undefined ? [] : [{ ...first.problem, message: first.problem.message + others }]
    })
    .sort((a, b) => placeIn(a) - placeIn(b))
    .map(transformErrorLine)
}

function placeIn({ path }: Problem): number {
  return Number(/\d+/.exec(path)?.[0])
}
