/** Whether each `_` of a number stands between two digits, or between the prefix of its base and a digit. */
export function areUnderscoresPlaced(number: string): boolean {
  const unsigned = /^[+-]/.test(number) ? number.slice(1) : number
  const isDigit = /^0[xX]/.test(unsigned) ? /[\da-fA-F]/ : /\d/
  const start = /^0[xXoObB]/.test(unsigned) ? 2 : 0
  for (let index = start; index < unsigned.length; index++) {
    if (unsigned[index] !== '_') continue
    const followsPrefix = index === start && start > 0
    if (!followsPrefix && !isDigit.test(unsigned.charAt(index - 1))) return false
    if (!isDigit.test(unsigned.charAt(index + 1))) return false
  }
  return true
}
