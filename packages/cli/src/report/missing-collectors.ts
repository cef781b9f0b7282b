import { listAt, nameOf, names, type Problem } from '@downsync/core'
import { didYouMean } from '../near-name.ts'
import type { Complaint } from '../read/document.ts'
import type { World } from '../world/build-world.ts'

const COLLECTORS = { group: names.CONTROL_GROUP, resource: 'statuscollectors' }

/** Where a policy lists StatusCollectors that are not there (BND-7), each on its line, with what may be meant. */
export function missingCollectors(world: World, { on, severity }: Problem): readonly Complaint[] {
  const there = [...world.snapshot.objects('wds', COLLECTORS)].map(nameOf)
  const clauses = listAt(world.snapshot.get(on), 'spec', 'downsync')
  return clauses.flatMap((clause, index) =>
    listAt(clause, 'statusCollectors').flatMap((name, at): readonly Complaint[] => {
      if (typeof name !== 'string' || there.includes(name)) return []
      const path = `spec.downsync[${index}].statusCollectors[${at}]`
      const message = `BindingPolicy ${on.name}: ${path}: there is no StatusCollector ${name}${didYouMean(name, there)}`
      return [{ severity, message, ...world.placeOf(on, path) }]
    }),
  )
}
