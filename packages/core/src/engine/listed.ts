import { bindingRef, destinationsOf, type Entry, entriesOf, inBindingOrder } from '../bind/index.ts'
import { compareUtf8, refKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Inputs } from './inputs.ts'
import type { Read } from './stage.ts'

/** What a Binding lists, and the names of its destinations, sorted, as far as reported state goes. */
export type Listed = Readonly<{ entries: readonly Entry[]; wecs: readonly string[] }>

const NOTHING: Listed = { entries: [], wecs: [] }

/** What the Binding of a name lists; nothing while it leaves. */
export function listedIn(inputs: Inputs, bindings: BindingStages, read: Read, name: string): Listed {
  const { effective } = read.get(bindings.delivered, name)
  if (effective === undefined || effective.leaving) return NOTHING
  if (!effective.paused || effective.owner === 'user') return effective
  // BND-12: what is paused lists what stands there, not what would be selected.
  const there = read.get(inputs.object, refKey(bindingRef(name)))
  if (there === undefined) return NOTHING
  const wecs = [...destinationsOf(there)].sort(compareUtf8)
  return { entries: inBindingOrder(entriesOf(there)), wecs }
}
