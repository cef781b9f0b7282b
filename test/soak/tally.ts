/** Cases that properties ran, and how many runs of properties those were: of a file with the number of cases on a line for each run of a property. */
export function tallyOf(text: string): Readonly<{ cases: number; runs: number }> {
  const counts = text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
  return { cases: counts.reduce((sum, one) => sum + one, 0), runs: counts.length }
}
