/** Marks for people; without colours they are nothing. */
export type Style = Readonly<{ heading: (text: string) => string; faint: (text: string) => string }>

const CONTINUATION = ' '.repeat(8)
const ESCAPE = '\u001b['

/** The style of an output. */
export function styleFor(colours: boolean): Style {
  const mark = (code: number) => (text: string) => (colours ? `${ESCAPE}${code}m${text}${ESCAPE}0m` : text)
  return { heading: mark(1), faint: mark(2) }
}

/** Rows as columns, each as wide as it must be; numbers stand on the right. Nothing for no rows. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  indent = 2,
): readonly string[] {
  if (rows.length === 0) return []
  const cells = [header, ...rows.map((row) => row.map(cellText))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const isNumber = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  return cells.map((row) => {
    const padded = row.map((cell, column) =>
      isNumber[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    )
    return (' '.repeat(indent) + padded.join('  ')).trimEnd()
  })
}

/** Words on as many lines as they need; the first begins with `start`, the others are indented. */
export function wrapped(
  start: string,
  words: readonly string[],
  separator: string,
  width: number,
): readonly string[] {
  const lines: string[] = []
  let line = start
  let isFirst = true
  words.forEach((word, index) => {
    const piece = word + (index < words.length - 1 ? separator.trimEnd() : '')
    if (!isFirst && line.length + 1 + piece.length > width) {
      lines.push(line)
      line = CONTINUATION + piece
    } else line += isFirst ? piece : ` ${piece}`
    isFirst = false
  })
  return [...lines, line]
}

/** `1 object`, `2 objects`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

function cellText(cell: string | number): string {
  return String(cell)
}
