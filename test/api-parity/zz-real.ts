import { writeFileSync } from 'node:fs'
import { lookForAssets } from '../real-servers/index.ts'
import { startEmbeddedPlayer, startRealPlayer } from './servers.ts'

const assets = lookForAssets()
if ('why' in assets) throw new Error(assets.why)
const p = await startRealPlayer(assets.folder)
writeFileSync('/tmp/ap/ca.pem', p.target.certificateAuthority ?? '')
writeFileSync('/tmp/ap/url', p.target.server)
console.log(p.target.server)
