import { type ErrorLine, type PairTally, tallyOf } from '../bind/index.ts'
import {
  equalJson,
  type Frozen,
  labelValueFor,
  type ObjectId,
  type Problem,
  type ProblemCode,
} from '../kube/index.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** A line for the errors of a Binding, and the problem that it is. */
export type PairLine = Readonly<{ code: ProblemCode; line: ErrorLine; freezes: readonly Frozen[] }>

/** How one Binding stands in one mailbox: little enough to be summed up over a thousand of them when one changes. */
export type PairReport = Readonly<{
  tally: PairTally
  lines: readonly PairLine[]
  /** What keeps objects with templates frozen here, in the order of the Binding (CUS-4). */
  faults: readonly PairFault[]
}>

/** An object that is frozen in one WEC, and why. */
export type PairFault = Readonly<{ id: ObjectId; problem: Problem }>

/** The stage `pairReports`: by `pairKey`. */
export function pairReportsStage(mailboxes: MailboxStages): Stage<PairReport> {
  return {
    name: 'pairReports',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const { decision, pairs, customized, unreadable } = read.get(mailboxes.mailbox, wec)
      const label = labelValueFor(name)
      return {
        tally: tallyOf(pairs.get(name) ?? []),
        faults: [...(customized.get(name)?.values() ?? [])].flatMap(({ wanted: { id }, problem }) =>
          problem === undefined ? [] : [{ id, problem }],
        ),
        lines: [
          ...decision.problems.flatMap(({ binding, code, message, freezes }): PairLine[] => {
            const object = freezes[0]?.object
            const line = object === undefined ? { wec, text: message } : { object, wec, text: message }
            return binding === name ? [{ code, line, freezes }] : []
          }),
          ...unreadable.flatMap((one): PairLine[] =>
            one.bindingLabel === label
              ? [
                  {
                    code: 'WrappedUnreadable',
                    line: {
                      wec,
                      text: `${wec}: the wrapped object ${one.name} cannot be read: ${one.message}`,
                    },
                    freezes: [{ wec }],
                  },
                ]
              : [],
          ),
        ],
      }
    },
    same: (a, b) =>
      equalJson(a.lines, b.lines) && equalJson(a.tally, b.tally) && equalJson(a.faults, b.faults),
  }
}

/** The WECs in whose mailboxes there is something to say of a Binding: its destinations, and where wrapped objects of it stand. */
export function reportedWecs(
  wrapped: WrappedStages,
  read: Read,
  name: string,
  wecs: readonly string[],
): ReadonlySet<string> {
  return new Set([...wecs, ...read.get(wrapped.mailboxesOf, labelValueFor(name))])
}
