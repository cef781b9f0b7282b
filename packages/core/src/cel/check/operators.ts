/** An operator as people write it; undefined for a function. */
export function operatorOf(name: string): string | undefined {
  if (name === '_[_]') return '[…]'
  if (name === '_?_:_') return '? :'
  if (name === '@in') return 'in'
  if (name === '-_' || name === '!_') return name.charAt(0)
  return /^_(\W+)_$/.exec(name)?.[1]
}
