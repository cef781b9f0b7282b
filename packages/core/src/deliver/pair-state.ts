import type { Delivery } from '../transport/index.ts'
import type { MailboxView, Tenant } from './mailbox-view.ts'
import type { Place } from './placement.ts'
import type { PairState, Shard } from './types.ts'

/** How a wanted object stands in the WEC of a mailbox, as far as its wrapped objects tell (AGG-5, FRZ-4). */
export function pairStateOf(view: MailboxView, tenant: Tenant, place: Place): PairState {
  const { wanted, home, key } = place.standing
  const pair = { binding: tenant.demand.binding, wec: view.input.wec, id: wanted.id }
  if (wanted.content === undefined)
    return { ...pair, state: 'frozen', current: false, in: place.target, message: wanted.frozen ?? '' }
  const said = home?.deliveries.get(key)
  // AGG-5: what is applied only where it is absent is current once it was applied.
  const isThere = wanted.strategy === 'createOnly' && said?.state === 'applied'
  const teller = tellerOf(view, place)
  const told = teller?.deliveries.get(key)
  return {
    ...pair,
    state: told?.state ?? 'pending',
    current: isThere || isCurrent(told),
    in: (teller ?? home)?.name ?? place.target,
    message: told?.state === 'failed' ? told.message : '',
  }
}

// The home, if it holds what is wanted. If not, the place that it moves to, if that holds it: there it may be
// refused.
function tellerOf(view: MailboxView, { standing, target, item }: Place): Shard | undefined {
  const { home, wanted, key } = standing
  const isHomeAsWanted =
    standing.unchanged && standing.item?.strategy === wanted.strategy && !standing.item.orphan
  if (isHomeAsWanted) return home
  const there = target === undefined || target === home?.name ? undefined : view.presentByName.get(target)
  return there !== undefined && there.items.get(key) === item ? there : undefined
}

function isCurrent(said: Delivery | undefined): boolean {
  return said?.state === 'applied' && said.current
}
