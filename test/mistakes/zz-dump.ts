import { outcomeOf } from './mistake.ts'
import { writeFileSync } from 'node:fs'
const { groups } = await import(process.argv[2] ?? '') as any
const out: any = {}
for (const [g, cases] of Object.entries(groups) as any) {
  console.log('## ' + g)
  out[g] = cases.map(([title, files, code, args, standardInput]: any) => {
    const f: any = {}
    for (const [k, v] of Object.entries(files) as any) f[k] = v === 'BYTES' ? new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]) : v === 'LATIN' ? new Uint8Array([0x61, 0x3a, 0xe9]) : typeof v === 'string' && v.includes('BIG') ? v.replace('BIG', 'x'.repeat(600000)) : v
    let r: any
    try { r = outcomeOf({ title, files: f, prints: [], ...(args ? { args } : {}), ...(standardInput === undefined ? {} : { standardInput }) }) } catch (e) { r = { prints: ['THROWN ' + (e as Error).stack], code: 99 } }
    console.log(`- ${title} [${r.code}${r.code === (code ?? 1) ? '' : ' WANTED ' + (code ?? 1)}]`)
    for (const l of r.prints) console.log('    ' + l.slice(0, 400))
    return { title, files, args, standardInput, ...r }
  })
}
writeFileSync('/tmp/t/mistakes.json', JSON.stringify(out))
