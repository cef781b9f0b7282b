import fc from 'fast-check'
import { labelValueFor } from '../kube/index.ts'
import type { Strategy } from '../transport/index.ts'
import { decideMailbox } from './mailbox.ts'
import { MailboxWorld, parcels } from './mailbox-double.arbitrary.ts'
import {
  CONFIG_A,
  CONFIG_B,
  CONFIG_IN_BANK,
  demandFor,
  keyOf,
  mailboxOf,
  vocabulary,
  WEB,
  type Wish,
  wantedOf,
} from './mailbox-vocabulary.arbitrary.ts'
import type { Demand, MailboxDecision, MailboxInput } from './types.ts'

/** What a user, a stranger, the agent or the network does. */
export type Step =
  | Readonly<{ do: 'want'; binding: string; object: number; padding: number; strategy: Strategy }>
  | Readonly<{ do: 'dropObject' | 'freeze' | 'thaw'; binding: string; object: number }>
  | Readonly<{ do: 'leaveWec' | 'deleteBinding' | 'makeUid'; binding: string }>
  | Readonly<{ do: 'pause' | 'hold'; binding: string; on: boolean }>
  | Readonly<{ do: 'limit'; bytes: number; objects: number }>
  | Readonly<{ do: 'keepAll' | 'online'; on: boolean }>
  | Readonly<{ do: 'refuse'; object: number; cause: 'unknownKind' | 'forbidden' | undefined }>
  | Readonly<{ do: 'accept'; object: number }>
  | Readonly<{ do: 'strangerDeletes' | 'strangerEdits' | 'acknowledge'; which: number }>
  | Readonly<{ do: 'decide'; lands: number }>

// Biased towards one Binding and one class, so that shards fill up.
const binding = fc.constantFrom('alpha', 'alpha', 'alpha', 'beta', 'gamma')
const object = fc.oneof(
  fc.nat(vocabulary.length - 1),
  fc.constantFrom(CONFIG_A, CONFIG_B, CONFIG_IN_BANK, WEB),
)
const which = fc.nat(20)
const strategy = fc.constantFrom<Strategy>('update', 'update', 'update', 'createOnly', 'serverSideApply')
const padding = fc.constantFrom(0, 0, 60, 150, 250, 400, 400, 700, 1500)

const want: fc.Arbitrary<Step> = fc.record({ do: fc.constant('want'), binding, object, padding, strategy })
const decide: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('decide'),
  lands: fc.constantFrom(-1, -1, -1, 0x5a5a5a5, 0x3333),
})
const acknowledge: fc.Arbitrary<Step> = fc.record({ do: fc.constant('acknowledge'), which })
const limit: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('limit'),
  bytes: fc.constantFrom(350, 600, 1200),
  objects: fc.constantFrom(1, 2, 3, 6),
})

/** Steps that never harm: edits, limits, decisions, acknowledgements. */
export const calmStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: want },
  { weight: 6, arbitrary: decide },
  { weight: 8, arbitrary: acknowledge },
  { weight: 1, arbitrary: limit },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('dropObject' as const, 'freeze' as const, 'thaw' as const),
      binding,
      object,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('leaveWec' as const, 'deleteBinding' as const, 'makeUid' as const),
      binding,
    }),
  },
)

/** All that can happen. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: calmStep },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('pause' as const, 'hold' as const),
      binding,
      on: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('keepAll' as const, 'online' as const), on: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('refuse' as const),
      object,
      cause: fc.constantFrom('unknownKind' as const, 'forbidden' as const, undefined),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('accept' as const), object }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('strangerDeletes' as const, 'strangerEdits' as const),
      which,
    }),
  },
)

type Author = {
  uid: string | undefined
  generation: number
  paused: boolean
  holds: boolean
  wishes: Map<number, Wish>
  inWec: boolean
}

/** What authors want, and the world that follows; a step at a time. */
export class Scenario {
  readonly world = new MailboxWorld()
  readonly authors = new Map<string, Author>()
  limits = { bytes: 600, objects: 3 }
  keepsAll = false
  online = true

  input(): MailboxInput {
    const demands = [...this.authors].flatMap(([name, author]) =>
      author.inWec ? [this.demandOf(name, author)] : [],
    )
    return mailboxOf(this.world, demands, {
      limits: this.limits,
      takenNames: new Set(['alpha-wds1-1']),
      keepsAll: this.keepsAll,
      available: this.online,
      bindingLabels: new Set([...this.authors.keys()].map(labelValueFor)),
      reported: (key) => this.world.wec.has(key),
    })
  }

  decide(): MailboxDecision {
    return decideMailbox(this.input(), parcels)
  }

  /**
   * Everything calm again: nobody pauses, holds or refuses, all is seen, the WEC is online, what is frozen
   * thaws.
   */
  calm(): void {
    this.keepsAll = false
    this.online = true
    this.world.refusals.clear()
    for (const author of this.authors.values()) {
      author.paused = false
      author.holds = false
      author.uid ??= 'uid-of-binding'
      for (const wish of author.wishes.values()) wish.frozen = false
    }
  }

  /** @returns the decision, where the step is one */
  take(step: Step): MailboxDecision | undefined {
    const { world } = this
    switch (step.do) {
      case 'want': {
        const author = this.authorOf(step.binding)
        author.inWec = true
        author.generation += 1
        author.wishes.set(step.object, { padding: step.padding, strategy: step.strategy, frozen: false })
        return undefined
      }
      case 'dropObject':
        this.authors.get(step.binding)?.wishes.delete(step.object)
        return undefined
      case 'freeze':
      case 'thaw': {
        const wish = this.authors.get(step.binding)?.wishes.get(step.object)
        if (wish !== undefined) wish.frozen = step.do === 'freeze'
        return undefined
      }
      case 'leaveWec': {
        const author = this.authors.get(step.binding)
        if (author !== undefined) author.inWec = false
        return undefined
      }
      case 'deleteBinding':
        this.authors.delete(step.binding)
        return undefined
      case 'makeUid':
        this.authorOf(step.binding).uid = `uid-${step.binding}`
        return undefined
      case 'pause':
        this.authorOf(step.binding).paused = step.on
        return undefined
      case 'hold':
        this.authorOf(step.binding).holds = step.on
        return undefined
      case 'limit':
        this.limits = { bytes: step.bytes, objects: step.objects }
        return undefined
      case 'keepAll':
        this.keepsAll = step.on
        return undefined
      case 'online':
        this.online = step.on
        return undefined
      case 'refuse':
        world.refusals.set(keyOf(step.object), {
          ...(step.cause === undefined ? {} : { cause: step.cause }),
          message: 'refused',
        })
        return undefined
      case 'accept':
        world.refusals.delete(keyOf(step.object))
        return undefined
      case 'strangerDeletes': {
        const name = this.nameAt(step.which)
        if (name !== undefined) world.askDeletion(name)
        return undefined
      }
      case 'strangerEdits':
        this.edit(this.nameAt(step.which))
        return undefined
      case 'acknowledge': {
        const name = this.nameAt(step.which)
        if (this.online && name !== undefined) world.acknowledge(name)
        return undefined
      }
      case 'decide': {
        const decision = this.decide()
        const names = [...decision.bundles, ...decision.deletions].map((one) => one.name).sort()
        world.land(decision, (name) => ((step.lands >> (names.indexOf(name) % 31)) & 1) === 1)
        return decision
      }
    }
  }

  /**
   * Decides and acknowledges until nothing is written any more; the number of rounds, or undefined when
   * that takes too many.
   */
  settle(rounds: number): number | undefined {
    for (let round = 0; round < rounds; round++) {
      const before = this.world.writes.length
      this.world.land(this.decide())
      if (this.world.writes.length === before && round > 0) return round
      this.world.acknowledgeAll()
    }
    return undefined
  }

  private nameAt(which: number): string | undefined {
    const names = [...this.world.wrapped.keys()]
    return names[which % Math.max(1, names.length)]
  }

  private authorOf(name: string): Author {
    const known = this.authors.get(name)
    if (known !== undefined) return known
    const author: Author = {
      uid: undefined,
      generation: 1,
      paused: false,
      holds: false,
      wishes: new Map(),
      inWec: true,
    }
    this.authors.set(name, author)
    return author
  }

  private edit(name: string | undefined): void {
    const shard = this.world.shards().find((one) => one.name === name && !one.deleting)
    const [first, ...rest] = shard?.bundle.items ?? []
    if (shard === undefined || first === undefined) return
    this.world.put({
      ...shard.bundle,
      items: [...rest, { ...first, content: { ...first.content, edited: true } }],
    })
  }

  private demandOf(name: string, author: Author): Demand {
    const items = [...author.wishes].sort(([a], [b]) => a - b).map(([index, wish]) => wantedOf(index, wish))
    return demandFor(name, items, {
      bindingUid: author.uid,
      generation: author.generation,
      paused: author.paused,
      holdsWithdrawals: author.holds,
    })
  }
}
