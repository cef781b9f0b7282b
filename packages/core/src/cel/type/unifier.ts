import { type CelType, DYN, isSameType, listType, mapType, partsOf, typeType } from './type.ts'

/** What is known of type parameters while an expression is checked; the rules are those of cel-go's checker. */
export type Unifier = Readonly<{
  fresh: () => CelType
  /** Whether a value of one type can stand for the other; if so, what that says of parameters is kept. */
  isAssignable: (from: CelType, to: CelType) => boolean
  areAssignable: (from: readonly CelType[], to: readonly CelType[]) => boolean
  /** The type with all that is known of its parameters; `closed`: what is still open is dyn. */
  resolve: (type: CelType, closed?: boolean) => CelType
  /** The smallest type for both; dyn where they do not agree (mixed lists and maps are allowed). */
  join: (previous: CelType | undefined, current: CelType) => CelType
  /** Whether more work was asked for than is done (COL-12). */
  isExhausted: () => boolean
}>

/** Parts of types that are looked at for one expression. */
const MAX_WORK = 500_000

/** Types that take null, besides null. */
const NULLABLE: ReadonlySet<CelType['kind']> = new Set(['null', 'timestamp', 'duration'])

export function createUnifier(): Unifier {
  const bound = new Map<string, CelType>()
  /** What was bound, in order, to be taken back when a candidate turns out not to fit. */
  const trail: (readonly [string, CelType | undefined])[] = []
  let count = 0
  let work = MAX_WORK

  function works(): boolean {
    work--
    return work >= 0
  }

  function bind(name: string, type: CelType): void {
    trail.push([name, bound.get(name)])
    bound.set(name, type)
  }

  function attempt(test: () => boolean): boolean {
    const start = trail.length
    if (test()) return true
    for (const [name, before] of trail.splice(start).reverse()) {
      if (before === undefined) bound.delete(name)
      else bound.set(name, before)
    }
    return false
  }

  function unifies(a: CelType, b: CelType): boolean {
    if (!works()) return true
    if (b.kind === 'parameter') {
      const outcome = substitutes(a, b.name)
      if (outcome !== 'open') return outcome === 'fits'
    }
    if (a.kind === 'parameter') return substitutes(b, a.name) === 'fits'
    if (isLoose(a) || isLoose(b)) return true
    if (a.kind === 'null') return NULLABLE.has(b.kind)
    if (b.kind === 'null') return NULLABLE.has(a.kind)
    if (a.kind !== b.kind) return false
    return a.kind === 'type' || unifyAll(partsOf(a), partsOf(b))
  }

  function unifyAll(a: readonly CelType[], b: readonly CelType[]): boolean {
    return (
      a.length === b.length &&
      a.every((type, index) => {
        const other = b[index]
        return other !== undefined && unifies(type, other)
      })
    )
  }

  /** `open`: the parameter is free, but the type contains it. */
  function substitutes(type: CelType, name: string): 'fits' | 'differs' | 'open' {
    if (type.kind === 'parameter' && type.name === name) return 'fits'
    const known = bound.get(name)
    if (known === undefined) {
      if (!isFreeOf(name, type)) return 'open'
      bind(name, type)
      return 'fits'
    }
    if (isSameType(type, known)) return 'fits'
    if (!unifies(type, known)) return 'differs'
    const general = mostGeneral(type, known)
    if (isFreeOf(name, general)) bind(name, general)
    return 'fits'
  }

  function isFreeOf(name: string, type: CelType): boolean {
    if (!works()) return false
    if (type.kind !== 'parameter') return partsOf(type).every((part) => isFreeOf(name, part))
    if (type.name === name) return false
    const known = bound.get(type.name)
    return known === undefined || isFreeOf(name, known)
  }

  function resolve(type: CelType, closed = false): CelType {
    if (!works()) return DYN
    switch (type.kind) {
      case 'parameter': {
        const known = bound.get(type.name)
        if (known !== undefined) return resolve(known, closed)
        return closed ? DYN : type
      }
      case 'list':
        return listType(resolve(type.element, closed))
      case 'map':
        return mapType(resolve(type.key, closed), resolve(type.value, closed))
      case 'type':
        return type.of === undefined ? type : typeType(resolve(type.of, closed))
      default:
        return type
    }
  }

  function isAssignable(from: CelType, to: CelType): boolean {
    return attempt(() => unifies(from, to))
  }

  return {
    fresh: () => ({ kind: 'parameter', name: `_${count++}` }),
    isAssignable,
    areAssignable: (from, to) => attempt(() => unifyAll(from, to)),
    resolve,
    join: (previous, current) => {
      if (previous === undefined) return current
      return isAssignable(previous, current) ? mostGeneral(previous, current) : DYN
    },
    isExhausted: () => work < 0,
  }
}

function isLoose(type: CelType): boolean {
  return type.kind === 'dyn' || type.kind === 'error'
}

function mostGeneral(a: CelType, b: CelType): CelType {
  return isAsGeneral(a, b) ? a : b
}

function isAsGeneral(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true
  if (b.kind === 'dyn' || b.kind === 'parameter' || a.kind !== b.kind) return false
  if (a.kind === 'type') return true
  const others = partsOf(b)
  return partsOf(a).every((part, index) => {
    const other = others[index]
    return other !== undefined && isAsGeneral(part, other)
  })
}
