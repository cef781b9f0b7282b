import { equalValues } from './equal.ts'
import { type CelMap, type CelValue, isInt64, isUint64 } from './value.ts'

type Entry = readonly [CelValue, CelValue]

/** A map of entries in their order; of two with the same key, the later one counts. */
export function mapOf(entries: readonly Entry[]): CelMap {
  const byName = new Map<string, Entry>()
  const others: Entry[] = []
  for (const entry of entries) {
    const name = nameOfKey(entry[0])
    if (name === undefined) others.push(entry)
    else byName.set(name, entry)
  }
  const all = [...byName.values(), ...others]
  return {
    type: 'map',
    size: all.length,
    keys: () => all.map(([key]) => key),
    find: (key) => {
      for (const name of namesFor(key)) {
        const found = byName.get(name)
        if (found !== undefined) return found[1]
      }
      return others.find(([other]) => equalValues(other, key, () => true) === true)?.[1]
    },
  }
}

/** A text that is the same for the same scalar; undefined for what has none. */
function nameOfKey(key: CelValue): string | undefined {
  switch (key.type) {
    case 'bool':
    case 'int':
    case 'uint':
    case 'string':
      return `${key.type}:${key.value}`
    case 'double':
      return Number.isNaN(key.value) ? undefined : `double:${key.value}`
    case 'null':
      return 'null'
    case 'type':
      return `type:${key.name}`
    default:
      return undefined
  }
}

function namesFor(key: CelValue): readonly string[] {
  const own = nameOfKey(key)
  if (own === undefined) return []
  const whole = wholeNumberOf(key)
  if (whole === undefined) return [own]
  const names = [own]
  if (isInt64(whole)) names.push(`int:${whole}`)
  if (isUint64(whole)) names.push(`uint:${whole}`)
  if (BigInt(Number(whole)) === whole) names.push(`double:${Number(whole)}`)
  return names
}

function wholeNumberOf(key: CelValue): bigint | undefined {
  if (key.type === 'int' || key.type === 'uint') return key.value
  return key.type === 'double' && Number.isInteger(key.value) ? BigInt(key.value) : undefined
}
