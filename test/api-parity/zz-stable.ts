import { readFileSync } from 'node:fs'
import { differencesOf, differenceText } from './compare.ts'

const load = (f: string) =>
  readFileSync(f, 'utf8')
    .split('\n')
    .filter((l) => l)
    .map((l) => JSON.parse(l))
for (const d of differencesOf(load(process.argv[2] ?? ''), load(process.argv[3] ?? '')))
  console.log(differenceText(d))
