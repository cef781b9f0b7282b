import { describe, expect, it } from 'vitest'
import { explore } from './explore.ts'
import { modelOf, type Scope } from './mailbox-model.ts'
import { bytesOf, type Edit, edited, smallWorld } from './small-world.ts'

// Every order in which the writes of a plan may land, every answer of the agent to each wrapped object (applied; applied, but nobody
// hears of it; refused; not yet), and edits at any moment between: all states that can be reached, not some of them.

const SMALL = 10
const LARGE = 300
const limits = { objects: 2, bytes: 3 * bytesOf('x', SMALL) }
const put = (name: string, padding: number): Edit => ({ do: 'put', name, padding })
const worldOf = (...names: readonly string[]) =>
  smallWorld(limits, [{ do: 'join', wec: 'wec1' }, ...names.map((name) => put(name, SMALL))])

const grows = put('x', LARGE)
const shrinks = put('x', SMALL)
const goes: Edit = { do: 'remove', name: 'y' }
const comes = put('v', SMALL)
const limited = (objects: number, bytes = limits.bytes): Edit => ({ do: 'limit', limits: { objects, bytes } })
const policy = (name: 'shop' | 'also', how: 'update' | 'createOnly' | 'gone'): Edit => ({
  do: 'policy',
  name,
  how,
})

/** How many edits more than in a usual run. */
const deeper = Number(process.env['DOWNSYNC_RUNS'] ?? '1') > 1 ? 1 : 0

const three = worldOf('x', 'y', 'z')
const scopes: readonly (readonly [what: string, world: typeof three, scope: Scope])[] = [
  [
    'an object grows and shrinks again',
    three,
    { edits: [grows, shrinks], most: 2, mayRefuse: true, underWay: 0 },
  ],
  [
    'limits are lowered and raised',
    three,
    { edits: [limited(1), limited(3), limited(2, 200)], most: 2, mayRefuse: true, underWay: 0 },
  ],
  [
    'objects come, go and grow',
    three,
    { edits: [goes, comes, grows], most: 2, mayRefuse: true, underWay: 0 },
  ],
  [
    'writes of one plan are under way',
    three,
    { edits: [goes, grows, limited(1)], most: 1, mayRefuse: true, underWay: 3 },
  ],
  [
    // The controllers send no withdrawal before they know what came of an earlier plan's.
    'an object grows and shrinks again while writes are under way',
    three,
    { edits: [grows, shrinks, goes], mayRefuse: deeper > 0, underWay: 3 },
  ],
  [
    'another policy takes over, or the same in another way',
    worldOf('x'),
    {
      edits: [policy('also', 'update'), policy('shop', 'gone'), policy('shop', 'createOnly')],
      most: 2,
      mayRefuse: true,
      underWay: 0,
    },
  ],
  [
    // What an agent said of a wrapped object before an object left it and came back is no word on that object now.
    'an object comes back before its agent is heard of',
    edited(worldOf('x', 'y'), policy('also', 'update')),
    {
      edits: [{ do: 'remove', name: 'x' }, shrinks, policy('also', 'gone')],
      mayRefuse: deeper > 0,
      underWay: 0,
    },
  ],
]

describe('every interleaving', () => {
  it('WRP-10 keeps what runs and stays wanted in an applied shard, and leads to rest if it is let', () => {
    let all = 0
    for (const [what, world, scope] of scopes) {
      const { most } = scope
      const model = modelOf(world, most === undefined ? scope : { ...scope, most: most + deeper })
      const { states, transitions, depth, atRest, restless } = explore(model, 200_000)
      console.info(
        `${what}: all ${states} states, ${transitions} transitions, up to ${depth} steps; at rest ${atRest}; planned ${model.hubs()} times`,
      )
      expect(restless).toBeUndefined()
      all += states
    }
    expect(all).toBeGreaterThan(LEAST)
  })
})

const LEAST = 900
