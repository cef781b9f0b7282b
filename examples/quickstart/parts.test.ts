import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { play } from './play.ts'
import { type StageOptions, startStage } from './stage.ts'
import { story } from './story.ts'
import { WECS } from './world.ts'

/** Clusters register, the quick start is applied, the ovens move: every part has something to do in it. */
const STEPS = 3
const DEADLINE = 20_000
const SOON = 3000

async function failuresWithout(
  options: Omit<StageOptions, 'folder'>,
  steps = STEPS,
  deadline = DEADLINE,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'downsync-parts-'))
  const stage = await startStage({ folder, ...options })
  try {
    const failures = await play(story.slice(0, steps), {
      world: stage.world,
      idle: stage.idle,
      deadline,
      print: () => undefined,
    })
    return failures.map(({ effect }) => effect)
  } finally {
    await stage.stop()
    rmSync(folder, { recursive: true })
  }
}

const without = (part: string) => ({ starts: (name: string) => name !== part })

describe('the demo, with a part that does not run', () => {
  it('misses nothing when every part runs', async () => {
    expect(await failuresWithout({})).toEqual([])
  })

  it('without the workload of lisbon, misses what would run there and nothing else', async () => {
    expect(await failuresWithout(without('workload lisbon'))).toEqual([
      'lisbon runs 3 storefronts',
      'the state of storefront in three clusters came back as one',
      'lisbon controls the ovens',
      'the state of oven-control in lisbon came back',
    ])
  })

  it('without the controller of states, misses the states and nothing else', async () => {
    expect(await failuresWithout({ controllers: ['binding', 'transport'] })).toEqual([
      'the state of oven-control in berlin came back',
      'the state of storefront in three clusters came back as one',
      'the state of oven-control in lisbon came back',
    ])
  })

  it('without the transport, has nothing in the WECs', async () => {
    expect(await failuresWithout({ controllers: ['binding', 'status'] })).toEqual(DELIVERED)
  })

  it('without the agent of osaka, misses osaka', async () => {
    expect(await failuresWithout(without('agent osaka'))).toEqual([
      expect.stringContaining('"osaka" not found'),
      'osaka has joined and is available',
      'each has its mailbox',
      'osaka has the namespace',
    ])
  })

  it('without the hub, lets nobody in', async () => {
    // Agents wait for it for ever, so nothing is ever at rest: the deadline ends the wait.
    expect(await failuresWithout(without('hub'), 1, SOON)).toEqual([
      ...WECS.map((wec) => `${wec} has joined and is available`),
      'each has its mailbox',
    ])
  })

  it('without the controllers, has nothing anywhere', async () => {
    expect(await failuresWithout(without('controllers'))).toEqual(DELIVERED)
  })
})

const DELIVERED = [
  'berlin runs 3 storefronts',
  'dallas runs 3 storefronts',
  'lisbon runs 3 storefronts',
  'berlin has two ovens of a kind that came along',
  'osaka has the namespace',
  'the state of oven-control in berlin came back',
  'the state of storefront in three clusters came back as one',
  'the policy foundation is ready',
  'the policy ovens is ready',
  'the policy shop is ready',
  'lisbon controls the ovens',
  'the state of oven-control in lisbon came back',
  'the policy ovens is ready',
]
