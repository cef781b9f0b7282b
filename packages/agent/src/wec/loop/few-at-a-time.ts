/** Requests that one piece of work has under way at the same time. */
const MOST = 8

/** What comes of each, in their order; a few are under way at the same time, so that no server is flooded. */
export async function fewAtATime<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at]
      if (item !== undefined) results[at] = await run(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(MOST, items.length) }, worker))
  return results
}
