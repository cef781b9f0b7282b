const words = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'])
const bounds: readonly (readonly [least: number, most: number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
]
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** What keeps a text from being the schedule of a CronJob. */
export function cronErrors(schedule: string): readonly string[] {
  const text = schedule.replace(/^(CRON_)?TZ=\S+\s+/, '')
  if (text.startsWith('@every '))
    return /^@every (\d+(\.\d+)?(h|m|s|ms))+$/.test(text) ? [] : [`failed to parse duration ${text}`]
  if (text.startsWith('@')) return words.has(text) ? [] : [`unrecognized descriptor: ${text}`]
  const fields = text.split(/\s+/).filter((field) => field !== '')
  if (fields.length !== 5) return [`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`]
  for (const [index, field] of fields.entries()) {
    const [least, most] = bounds[index] ?? [0, 0]
    const wrong = field.split(',').map((part) => rangeError(part, index, least, most))
    const first = wrong.find((error) => error !== undefined)
    if (first !== undefined) return [first]
  }
  return []
}

function rangeError(text: string, index: number, least: number, most: number): string | undefined {
  const [range = '', step, ...more] = text.split('/')
  if (more.length > 0) return `too many slashes: ${text}`
  if (step !== undefined && !/^[1-9]\d*$/.test(step)) return `failed to parse int from ${step}: ${text}`
  if (range === '*' || range === '?') return undefined
  const ends = range.split('-')
  if (ends.length > 2) return `too many hyphens: ${text}`
  const numbers = ends.map((end) => numberOf(end, index))
  const [start, end = start] = numbers
  if (start === undefined || end === undefined)
    return `failed to parse int from ${range}: strconv.Atoi: parsing ${JSON.stringify(range)}: invalid syntax`
  if (start < least) return `beginning of range (${start}) below minimum (${least}): ${text}`
  if (end > most) return `end of range (${end}) above maximum (${most}): ${text}`
  return start > end ? `beginning of range (${start}) beyond end of range (${end}): ${text}` : undefined
}

function numberOf(text: string, index: number): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const names = index === 3 ? months : index === 4 ? days : []
  const at = names.indexOf(text.toLowerCase())
  return at < 0 ? undefined : at + (index === 3 ? 1 : 0)
}
