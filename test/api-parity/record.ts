import { lookForAssets } from '../real-servers/index.ts'
import { playAll } from './play.ts'
import { readRecord, writeRecord } from './record-file.ts'
import { themes } from './requests/index.ts'
import { startRealPlayer } from './servers.ts'

// Records what a real kube-apiserver answers: `npx tsx test/api-parity/record.ts`; with names of themes, only these anew.

const named = process.argv.slice(2)
const wanted = named.length === 0 ? themes : themes.filter(({ name }) => named.includes(name))
const assets = lookForAssets()
if ('why' in assets) throw new Error(assets.why)
const player = await startRealPlayer(assets.folder)
try {
  const played = await playAll(player.target, wanted, 4)
  const fresh = new Map(played.map((one) => [one.name, one]))
  const known = new Map(named.length === 0 ? [] : readRecord().map((one) => [one.name, one]))
  writeRecord(
    themes.flatMap((theme) =>
      theme.scenarios.flatMap((one) => {
        const name = `${theme.name}/${one.name}`
        return fresh.get(name) ?? known.get(name) ?? []
      }),
    ),
  )
  const answers = played.reduce((sum, one) => sum + Object.keys(one.answers).length, 0)
  console.log(`${answers} answers of ${played.length} scenarios recorded`)
} finally {
  await player.close()
}
