import { describeId, nameOf, names, type Outcome } from '@downsync/core'
import { findObject } from '../commands/find-object.ts'
import { didYouMean } from '../near-name.ts'
import { collectedText } from '../print/collected-text.ts'
import { styleFor } from '../print/text.ts'
import { type Collected, collectedIn } from '../report/collected.ts'
import { servedTypes } from '../world/served-types.ts'
import type { Listing } from './show-listing.ts'

type Chooser = Readonly<{ ok: true; isMeant(one: Collected): boolean } | { ok: false; message: string }>

/** What StatusCollectors found: of all objects, of those of a policy, or of `resource/namespace/name`. */
export const collectedListing: Listing<Collected> = {
  choose(outcome, { wanted, given }) {
    const all = collectedIn(outcome)
    const chosen = new Set<Collected>()
    for (const name of wanted) {
      const chooser = chooserOf(name, outcome, given.text('namespace') ?? 'default')
      if (!chooser.ok) return chooser
      for (const one of all.filter(chooser.isMeant)) chosen.add(one)
    }
    return { ok: true, value: wanted.length === 0 ? all : all.filter((one) => chosen.has(one)) }
  },
  lines(collected, { machine, output, wanted }) {
    const of = wanted.length === 0 ? '' : ` of ${wanted.join(', ')}`
    if (collected.length === 0)
      return [`There is no CombinedStatus${of}: no clause that selects it lists a StatusCollector.`]
    return collectedText(collected, { ...styleFor(machine.colours), isWide: output === 'wide' })
  },
  json: ({ combined }) => combined,
}

function chooserOf(name: string, outcome: Outcome, namespace: string): Chooser {
  const { snapshot } = outcome
  if (name.includes('/')) {
    const found = findObject(name, { snapshot, types: servedTypes(snapshot), namespace, has: 'the WDS has' })
    if (!found.ok) return found
    const asked = describeId(found.value)
    return { ok: true, isMeant: ({ object }) => describeId(object) === asked }
  }
  const authors = ['bindingpolicies', 'bindings'].flatMap((resource) =>
    [...snapshot.objects('wds', { group: names.CONTROL_GROUP, resource })].map(nameOf),
  )
  if (authors.includes(name)) return { ok: true, isMeant: ({ binding }) => binding === name }
  const near = didYouMean(name, authors)
  const how = near === '' ? '; objects are written resource/name or resource/namespace/name' : near
  return { ok: false, message: `there is no BindingPolicy or Binding ${name}${how}` }
}
