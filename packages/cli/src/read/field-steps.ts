/** One step of a path: a key, or what stands in brackets, which is an index of a list or a key. */
export type FieldStep = Readonly<{ text: string; bracketed: boolean }>

/**
 * The steps of a path as problems have it.
 * @example fieldSteps('spec.items[0].matchLabels[a.b/c]') // spec, items, [0], matchLabels, [a.b/c]
 */
export function fieldSteps(path: string): readonly FieldStep[] {
  return [...path.matchAll(/\[((?:"(?:[^"\\]|\\.)*")|[^\]]*)\]|([^.[\]]+)/g)].map(([, inBrackets, key]) =>
    inBrackets === undefined
      ? { text: key ?? '', bracketed: false }
      : { text: unquoted(inBrackets), bracketed: true },
  )
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
