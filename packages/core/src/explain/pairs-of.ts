import type { PairState } from '../deliver/index.ts'
import { detailsOf, type Outcome } from '../engine/index.ts'
import { manifestKey } from '../kube/index.ts'
import type { Delivery } from '../transport/index.ts'

/** How one object stands in one WEC, and since when. */
export type PairStanding = PairState &
  Readonly<{
    /** When the receiver last changed its mind of it, RFC 3339; absent where it has said nothing. */
    since?: string
  }>

/** How each object of a Binding stands in each of its WECs: the rows behind its `Ready` condition (BND-7), by WEC, then in the order of the Binding. */
export function pairsOf(outcome: Outcome, binding: string): readonly PairStanding[] {
  const { mailboxes } = detailsOf(outcome)
  const { transport } = outcome.settings
  const { group, resource } = transport.resource
  const told = new Map<string, ReadonlyMap<string, Delivery>>()
  const deliveriesIn = (wec: string, name: string): ReadonlyMap<string, Delivery> => {
    const key = `${wec}/${name}`
    const known = told.get(key)
    if (known !== undefined) return known
    const wrapped = outcome.snapshot.get({ space: 'its', group, resource, namespace: wec, name })
    const found = new Map(
      (wrapped === undefined ? [] : transport.deliveryOf(wrapped)).map((one) => [manifestKey(one.id), one]),
    )
    told.set(key, found)
    return found
  }
  return [...mailboxes].flatMap(([wec, { pairs }]) =>
    (pairs.get(binding) ?? []).map((pair) => {
      const info = outcome.snapshot.resource('wds', pair.id)
      const { group: kindGroup, namespace, name } = pair.id
      const delivery =
        pair.in === undefined || info === undefined
          ? undefined
          : deliveriesIn(wec, pair.in).get(
              manifestKey({ group: kindGroup, kind: info.kind, namespace, name }),
            )
      return { ...pair, ...(delivery?.since !== undefined && { since: delivery.since }) }
    }),
  )
}
