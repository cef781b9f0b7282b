import { editDistance } from '@downsync/core'

/** The known name that is nearest to one that is not known, if one is near: a third of its letters may differ, or two that changed places. */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined
  for (const candidate of known) {
    const limit = Math.max(name.length < 4 ? 1 : 2, Math.floor(Math.max(name.length, candidate.length) / 3))
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit)
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance }
  }
  return best?.name
}

/** `; did you mean x?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = nearName(name, known)
  return near === undefined ? '' : `; did you mean ${near}?`
}
