const UNITS = [
  { sign: 'd', seconds: 86_400 },
  { sign: 'h', seconds: 3_600 },
  { sign: 'm', seconds: 60 },
] as const

/**
 * How long ago something was, as kubectl shows it: `3s`, `2m10s`, `5h3m`, `2d4h`, `12d`; `-` for a time that is none.
 * @param now milliseconds since 1970
 */
export function ageText(since: string | undefined, now: number): string {
  const then = since === undefined ? Number.NaN : Date.parse(since)
  if (Number.isNaN(then)) return '-'
  // A clock of another machine may be ahead.
  const seconds = Math.max(0, Math.floor((now - then) / 1000))
  const at = UNITS.findIndex(
    (unit) => seconds >= 2 * unit.seconds || (unit.sign === 'd' && seconds >= unit.seconds),
  )
  const unit = UNITS[at]
  if (unit === undefined) return `${seconds}s`
  const whole = Math.floor(seconds / unit.seconds)
  const below = UNITS[at + 1] ?? { sign: 's', seconds: 1 }
  const rest = Math.floor((seconds % unit.seconds) / below.seconds)
  return whole >= 10 || rest === 0 ? `${whole}${unit.sign}` : `${whole}${unit.sign}${rest}${below.sign}`
}
