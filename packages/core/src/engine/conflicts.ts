import { type ErrorLine, objectLine } from '../bind/index.ts'
import type { Wanted } from '../deliver/index.ts'
import { equalJson, manifestKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type PairDemand, pairKey } from './demands.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Read, Stage } from './stage.ts'

/** The stage `conflicts`: by WEC, the lines for each Binding whose objects somebody else delivers differently (BND-9). */
export function conflictsStage(
  bindings: BindingStages,
  mailboxes: MailboxStages,
  demand: Stage<PairDemand>,
): Stage<ReadonlyMap<string, readonly ErrorLine[]>> {
  return {
    name: 'conflicts',
    compute: (read, wec) => {
      const lines = new Map<string, ErrorLine[]>()
      const say = (binding: string, line: ErrorLine) =>
        lines.set(binding, [...(lines.get(binding) ?? []), line])
      const foreign = otherWdses(read, mailboxes, wec)
      for (const [key, holders] of holdersIn(read, bindings, demand, wec)) {
        const wds = foreign.get(key)
        for (const { binding, wanted } of holders) {
          const rival = holders.find((other) => other.binding !== binding && differs(other.wanted, wanted))
          if (rival !== undefined) {
            say(binding, objectLine(wanted.id, `Binding ${rival.binding} delivers it differently`, wec))
          }
          if (wds !== undefined) say(binding, objectLine(wanted.id, `WDS ${wds} delivers it as well`, wec))
        }
      }
      return lines
    },
  }
}

type Holder = Readonly<{ binding: string; wanted: Wanted }>

function holdersIn(
  read: Read,
  bindings: BindingStages,
  demand: Stage<PairDemand>,
  wec: string,
): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>()
  for (const binding of read.bucket(bindings.bindingsByWec, wec).keys()) {
    for (const wanted of read.get(demand, pairKey(binding, wec)).items) {
      const key = manifestKey(wanted.manifest)
      holders.set(key, [...(holders.get(key) ?? []), { binding, wanted }])
    }
  }
  return holders
}

// Frozen content is not compared: what stands is nobody's present wish.
function differs(a: Wanted, b: Wanted): boolean {
  if (a.strategy !== b.strategy) return true
  return a.content !== undefined && b.content !== undefined && !equalJson(a.content, b.content)
}

function otherWdses(read: Read, mailboxes: MailboxStages, wec: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const other of read.get(mailboxes.mailbox, wec).others) {
    if (other.wds === '') continue
    for (const manifest of other.manifests) found.set(manifestKey(manifest), other.wds)
  }
  return found
}
