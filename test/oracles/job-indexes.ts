/** Whether a list of indexes (`0,2-5`) is one that upstream cannot read: not whole, not increasing, or not below `completions`. */
export function indexesFaults(text: string, completions: number): boolean {
  let last = -1
  if (text === '') return false
  for (const part of text.split(',')) {
    const bounds = part.split('-')
    if (bounds.length > 2) return true
    for (const bound of bounds) {
      const index = wholeOf(bound)
      if (index === undefined || index >= completions || index <= last) return true
      last = index
    }
  }
  return false
}

/** The indexes in such a list; what cannot be read is passed over. */
export function indexesOf(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map(wholeOf)
    if (first === undefined) return []
    return Array.from({ length: Math.max((last ?? first) - first + 1, 0) }, (_, at) => first + at)
  })
}

function wholeOf(text: string): number | undefined {
  return /^[0-9]+$/.test(text) ? Number(text) : undefined
}
