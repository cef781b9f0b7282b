import { idKey, refOfKey } from '../kube/index.ts'
import type { Place } from '../report/index.ts'
import type { AskedStages } from './asked.ts'
import { type CountedRecord, placeOfKey } from './counted-records.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Read, Stage } from './stage.ts'

/** The stage `place`: by `placeKey`, an object in one of its qualified WECs. What changes in one WEC leaves the others alone. */
export function placeStage(
  asked: AskedStages,
  mailboxes: MailboxStages,
  counted: Stage<CountedRecord>,
): Stage<Place> {
  // By WEC: of each Binding, what is current.
  const currentIn: Stage<ReadonlyMap<string, ReadonlySet<string>>> = {
    name: 'currentIn',
    compute: (read, wec) => {
      const { pairs } = read.get(mailboxes.mailbox, wec)
      return new Map(
        [...pairs].map(([name, states]) => {
          const current = states.filter((pair) => pair.current)
          return [name, new Set(current.map((pair) => idKey(pair.id)))] as const
        }),
      )
    },
  }
  return {
    name: 'place',
    compute: (read, key) => {
      const { object, wec } = placeOfKey(key)
      const record = read.get(counted, key)
      return { wec, record, isCurrent: record !== undefined && isCurrent(read, object, wec) }
    },
    same: (a, b) => a.record === b.record && a.isCurrent === b.isCurrent,
  }

  // AGG-5: for every Binding that asks for the object and has the WEC as a destination.
  function isCurrent(read: Read, object: string, wec: string): boolean {
    const asks = read.get(asked.asked, object)
    const current = read.get(currentIn, wec)
    const id = idKey(refOfKey(object))
    return (
      asks?.bindings
        .filter((name) => asks.bindings.length === 1 || read.get(asked.wecSet, name).has(wec))
        .every((name) => current.get(name)?.has(id) === true) === true
    )
  }
}
