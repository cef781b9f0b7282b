import { writeFileSync } from 'node:fs'
import { differencesOf, differenceText } from './compare.ts'
import { playAll } from './play.ts'
import { readRecord } from './record-file.ts'
import { themes } from './requests/index.ts'
import { startEmbeddedPlayer } from './servers.ts'

const named = process.argv.slice(2)
const wanted = named.length === 0 ? themes : themes.filter(({ name }) => named.includes(name))
const p = await startEmbeddedPlayer()
const got = new Map()
try {
  await playAll(p.target, wanted, 4, (one) => got.set(one.name, one))
} catch (e) {
  console.log(
    String(e)
      .split('\n')
      .map((l) => l.slice(0, 300))
      .join('\n'),
  )
}
await p.close()
const ours = [...got.values()]
const real = readRecord()
const ds = differencesOf(real, ours)
writeFileSync('/tmp/ap/diff.txt', ds.map(differenceText).join('\n') + '\n')
const total = ours.reduce((s, o) => s + Object.keys(o.answers).length, 0)
const bad = new Set(ds.map((d) => d.request))
console.log(`answers ${total} equal ${total - bad.size} differing ${bad.size} places ${ds.length}`)
const by = new Map<string, number>()
for (const r of bad) {
  const t = r.slice(0, r.indexOf(':'))
  by.set(t, (by.get(t) ?? 0) + 1)
}
for (const [t, n] of [...by].sort()) console.log(n, t)
