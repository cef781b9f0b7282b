import { idKey, type Problem, refKey } from '../kube/index.ts'

/** Problems, each once; one that is said again freezes what either says. */
export type ProblemSet = Readonly<{
  add: (problem: Problem) => void
  /** In the order in which they were first said. */
  all: () => readonly Problem[]
}>

type Frozen = Problem['freezes'][number]

/** A set without problems. */
export function problemSet(): ProblemSet {
  const said = new Map<string, { problem: Problem; freezes: Map<string, Frozen> }>()
  return {
    add: (problem) => {
      const key = [refKey(problem.on), problem.code, problem.path, problem.message].join('\u0000')
      const known = said.get(key) ?? { problem, freezes: new Map<string, Frozen>() }
      said.set(key, known)
      for (const frozen of problem.freezes) known.freezes.set(frozenKey(frozen), frozen)
    },
    all: () =>
      [...said.values()].map(({ problem, freezes }) =>
        freezes.size === problem.freezes.length ? problem : { ...problem, freezes: [...freezes.values()] },
      ),
  }
}

function frozenKey({ object, wec }: Frozen): string {
  return `${object === undefined ? '' : idKey(object)}\u0000${wec ?? ''}`
}
