import { describe, expect, it } from 'vitest'
import { judgeDifferences } from '../api-parity/allowed-difference.ts'
import { allowedDifferences } from '../api-parity/allowed-differences.ts'
import { differencesOf, differenceText } from '../api-parity/compare.ts'
import { playAll } from '../api-parity/play.ts'
import { readRecord } from '../api-parity/record-file.ts'
import { themes } from '../api-parity/requests/index.ts'
import { type Player, startEmbeddedPlayer, startRealPlayer } from '../api-parity/servers.ts'
import { lookForAssets } from '../real-servers/index.ts'

describe('the same requests to a real kube-apiserver', () => {
  // The real server's own controllers write when they come to it: what differs only sometimes is theirs.
  it('SPC-2 it answers as recorded, and the embedded space as it does, but for a closed list', {
    retry: 2,
    timeout: 300_000,
  }, async () => {
    const assets = lookForAssets()
    if (!('folder' in assets)) throw new Error(assets.why)
    const theirs = await played(startRealPlayer(assets.folder))
    expect(differencesOf(readRecord(), theirs).map(differenceText)).toEqual([])
    const ours = await played(startEmbeddedPlayer())
    const { unknown } = judgeDifferences(differencesOf(theirs, ours), allowedDifferences)
    expect(unknown.map(differenceText)).toEqual([])
  })
})

async function played(starting: Promise<Player>) {
  const player = await starting
  try {
    return await playAll(player.target, themes, 4)
  } finally {
    await player.close()
  }
}
