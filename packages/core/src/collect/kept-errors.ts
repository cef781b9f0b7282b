/**
 * COL-7: the first error of each column, so that none is silent, then the others in order up to `limit` in all; shown in order.
 */
export function keptErrors<E extends Readonly<{ columnName: string }>>(
  errors: readonly E[],
  limit: number,
): readonly E[] {
  const columns = new Set<string>()
  const isFirst = errors.map(({ columnName }) => columns.size < columns.add(columnName).size)
  let room = limit - columns.size
  return errors.filter((_, at) => isFirst[at] === true || room-- > 0)
}
