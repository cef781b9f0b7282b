/** Rows under a header, each column as wide as it must be; numbers stand on the right. */
export function columns(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const isNumbers = header.map((_, column) => rows.every((row) => /^(?:\d+|-)$/.test(row[column] ?? '')))
  return all.map((row) =>
    row
      .map((cell, column) =>
        isNumbers[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
