/** A time of metav1, written as Go does: in UTC, in seconds or in microseconds; or why it is none. */
export type TimeRead = Readonly<{ ok: true; text: string }> | Readonly<{ ok: false; message: string }>

const LAYOUTS = { time: '2006-01-02T15:04:05Z07:00', microtime: '2006-01-02T15:04:05.000000Z07:00' } as const
// What a layout wants next, in its order, and what a text may have there.
const parts: readonly (readonly [string, RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^(0[1-9]|1[0-2])/],
  ['-', /^-/],
  ['02', /^(0[1-9]|[12]\d|3[01])/],
  ['T', /^T/],
  ['15', /^([01]\d|2[0-3])/],
  [':', /^:/],
  ['04', /^[0-5]\d/],
  [':', /^:/],
]
const seconds = ['05', /^[0-5]\d([.,]\d+)?/] as const
// Of microseconds all six signs are wanted.
const microseconds = ['05.000000', /^[0-5]\d[.,]\d{6}/] as const
const zone = ['Z07:00', /^(Z|[+-]\d\d:\d\d)/] as const

export function readTime(text: string, kind: 'time' | 'microtime'): TimeRead {
  let rest = text
  for (const [wanted, pattern] of [...parts, kind === 'time' ? seconds : microseconds, zone]) {
    const found = pattern.exec(rest)
    if (found === null)
      return {
        ok: false,
        message: `parsing time ${JSON.stringify(text)} as ${JSON.stringify(LAYOUTS[kind])}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(wanted)}`,
      }
    rest = rest.slice(found[0].length)
  }
  if (rest !== '')
    return { ok: false, message: `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}` }
  const fraction = /[.,](\d+)/.exec(text)?.[1] ?? ''
  const whole = new Date(text.replace(/[.,]\d+/, '')).toISOString().slice(0, 19)
  if (kind === 'time') return { ok: true, text: `${whole}Z` }
  return { ok: true, text: `${whole}.${fraction.padEnd(6, '0').slice(0, 6)}Z` }
}
