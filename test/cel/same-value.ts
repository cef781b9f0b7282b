import type { CelValue } from '../../packages/core/src/cel/index.ts'

/** Whether two values are the same, types and all: 1 is not 1.0, and NaN is NaN. */
export function isSameValue(a: CelValue, b: CelValue): boolean {
  switch (a.type) {
    case 'null':
      return b.type === 'null'
    case 'bytes':
      return b.type === 'bytes' && String(a.value) === String(b.value)
    case 'timestamp':
    case 'duration':
      return a.type === b.type && 'nanos' in b && a.nanos === b.nanos
    case 'type':
      return b.type === 'type' && a.name === b.name
    case 'list': {
      if (b.type !== 'list' || a.size !== b.size) return false
      return Array.from({ length: a.size }, (_, index) => index).every((at) =>
        isSameValue(a.at(at), b.at(at)),
      )
    }
    case 'map':
      if (b.type !== 'map' || a.size !== b.size) return false
      return a.keys().every((key) => {
        const [mine, other] = [a.find(key), b.find(key)]
        return mine !== undefined && other !== undefined && isSameValue(mine, other)
      })
    default:
      return a.type === b.type && 'value' in b && Object.is(a.value, b.value)
  }
}
