import { realEnvironment } from '@downsync/adapter-k8s'
import { startEmbeddedFleet } from '@downsync/cli'
const started = await startEmbeddedFleet({ environment: { ...realEnvironment, log: () => undefined }, wdsName: 'wds1', itsName: 'its1', wecs: Array.from({ length: 10 }, (_, i) => ({ name: `wec${i + 1}` })) })
if (!started.ok) throw new Error(started.message)
const fleet = started.value
await fleet.idle()
await new Promise((r) => setTimeout(r, 3000))
const all = ['wds1', 'its1', ...Array.from({ length: 10 }, (_, i) => `wec${i + 1}`)]
for (const s of all) fleet.embedded(s)?.forgetRequests()
await new Promise((r) => setTimeout(r, 120_000))
const counts = new Map<string, number>()
for (const s of all) for (const q of fleet.embedded(s)?.requests() ?? []) { const k = `${s.replace(/\d+$/, '')} ${q.method} ${q.resource === '' ? q.path : q.resource}`; counts.set(k, (counts.get(k) ?? 0) + 1) }
console.log(Object.fromEntries(counts))
await fleet.stop()
process.exit(0)
