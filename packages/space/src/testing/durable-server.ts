/** A process that serves a space out of a folder until it is killed: `durable-server.ts <folder>`; prints its URL. */
import { openDurableStore } from '../durable/index.ts'
import { startEmbeddedSpace } from '../embedded-space.ts'

const opened = await openDurableStore(process.argv[2] ?? '', { history: 200 })
if (!opened.ok) throw new Error(opened.message)
const space = await startEmbeddedSpace({
  name: 'durable',
  users: [{ name: 'admin', groups: ['system:masters'], token: 'secret' }],
  store: opened.value.store,
  bookmarkInterval: 100,
})
process.stdout.write(`${space.url}\n`)
