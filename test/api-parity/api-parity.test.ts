import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeDifferences } from './allowed-difference.ts'
import { allowedDifferences } from './allowed-differences.ts'
import { differencesOf, differenceText } from './compare.ts'
import { digestOf, type Played, playAll } from './play.ts'
import { readRecord } from './record-file.ts'
import { themes } from './requests/index.ts'
import { type Player, startEmbeddedPlayer } from './servers.ts'

// SPC-2: the answers of a real kube-apiserver are on record, so that this needs none.

let player: Player
let played: readonly Played[]
const record = readRecord()

beforeAll(async () => {
  player = await startEmbeddedPlayer()
  played = await playAll(player.target, themes, 4)
}, 180_000)
afterAll(() => player.close())

describe('an embedded space beside kube-apiserver', () => {
  it('SPC-2 is asked 400 requests at least, all of them on record', () => {
    const scenarios = themes.flatMap((theme) =>
      theme.scenarios.map((one) => [`${theme.name}/${one.name}`, digestOf(one)]),
    )
    // Where they differ: npx tsx test/api-parity/record.ts
    expect(record.map(({ name, digest }) => [name, digest])).toEqual(scenarios)
    expect(answersIn(record)).toBeGreaterThanOrEqual(400)
    expect(answersIn(played)).toBe(answersIn(record))
  })

  it('SPC-2 answers as the real one, but for a closed list', () => {
    const { unknown, stale } = judgeDifferences(differencesOf(record, played), allowedDifferences)
    expect(unknown.map(differenceText)).toEqual([])
    expect(stale).toEqual([])
  })

  it('SPC-2 a difference that nobody allowed is told', () => {
    const [first, ...others] = played
    if (first === undefined) throw new Error('nothing was played')
    const answers = Object.fromEntries(Object.keys(first.answers).map((step) => [step, { code: 999 }]))
    const changed = differencesOf(record, [{ ...first, answers }, ...others])
    expect(judgeDifferences(changed, allowedDifferences).unknown).not.toEqual([])
  })
})

function answersIn(all: readonly Played[]): number {
  return all.reduce((sum, one) => sum + Object.keys(one.answers).length, 0)
}
