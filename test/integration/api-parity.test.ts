import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeDifferences } from '../api-parity/allowed-difference.ts'
import { allowedDifferences } from '../api-parity/allowed-differences.ts'
import { differencesOf, differenceText } from '../api-parity/compare.ts'
import { type Played, playAll } from '../api-parity/play.ts'
import { readRecord } from '../api-parity/record-file.ts'
import { themes } from '../api-parity/requests/index.ts'
import { type Player, startEmbeddedPlayer, startRealPlayer } from '../api-parity/servers.ts'
import { lookForAssets } from '../real-servers/index.ts'

let real: Player
let embedded: Player
let theirs: readonly Played[]

beforeAll(async () => {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  real = await startRealPlayer(assets.folder)
  embedded = await startEmbeddedPlayer()
  theirs = await playAll(real.target, themes, 4)
}, 300_000)
afterAll(async () => {
  await embedded.close()
  await real.close()
})

describe('the same requests to a real kube-apiserver', () => {
  it('SPC-2 the record is still true', () => {
    expect(differencesOf(readRecord(), theirs).map(differenceText)).toEqual([])
  })

  it('SPC-2 the embedded space answers as it does, but for a closed list', async () => {
    const ours = await playAll(embedded.target, themes, 4)
    const { unknown } = judgeDifferences(differencesOf(theirs, ours), allowedDifferences)
    expect(unknown.map(differenceText)).toEqual([])
  })
})
