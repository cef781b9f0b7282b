import { compareUtf8 } from '@downsync/core'

const VERSION = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/
const STABILITY = ['alpha', 'beta', 'stable']

/**
 * Orders versions as API servers prefer them: stable before beta before alpha, higher numbers first; names of another form come last, in
 * alphabetical order.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [ranksOf(a), ranksOf(b)]
  if (left === undefined || right === undefined)
    return left === right ? compareUtf8(a, b) : left === undefined ? 1 : -1
  for (const [index, rank] of left.entries()) if (rank !== right[index]) return (right[index] ?? 0) - rank
  return 0
}

function ranksOf(version: string): readonly number[] | undefined {
  const found = VERSION.exec(version)
  if (found === null) return undefined
  const [, major, stage = 'stable', minor = '0'] = found
  return [STABILITY.indexOf(stage), Number(major), Number(minor)]
}
