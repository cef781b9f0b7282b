import { labelValueErrors, qualifiedNameErrors } from '@downsync/core'

/** Labels given as `key=value`, or what is wrong with the first that is none. */
export function labelsIn(
  texts: readonly string[],
): Readonly<{ labels: Readonly<Record<string, string>> } | { wrong: string }> {
  const pairs = texts.flatMap((text) => text.split(',')).filter((text) => text !== '')
  const labels = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) return { wrong: `--label takes KEY=VALUE, not ${JSON.stringify(pair)}` }
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const [error] = [...qualifiedNameErrors(key), ...labelValueErrors(value)]
    if (error !== undefined) return { wrong: `--label ${pair}: ${error}` }
    labels.set(key, value)
  }
  return { labels: Object.fromEntries(labels) }
}
