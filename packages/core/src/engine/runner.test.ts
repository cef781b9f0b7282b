import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Runner } from './runner.ts'
import type { Gather, Stage } from './stage.ts'

/** Numbers by name, and how often each stage computed. */
type Bench = Readonly<{ inputs: Map<string, number>; counts: Map<string, number> }>

const keys = ['a', 'b', 'c'] as const
const names: readonly string[] = keys

/** A stage of a random program: a remainder of what it reads of stages before it; few values, so that many come out the same. */
type Node = Readonly<{
  reads: readonly Readonly<{ from: number; key: string }>[]
  modulus: number
  choosy: boolean
}>

const programs: Arbitrary<readonly Node[]> = fc.array(
  fc.record({
    reads: fc.array(fc.record({ from: fc.nat(20), key: fc.constantFrom(...keys) }), {
      minLength: 1,
      maxLength: 4,
    }),
    modulus: fc.integer({ min: 1, max: 4 }),
    choosy: fc.boolean(),
  }),
  { minLength: 1, maxLength: 7 },
)

const changes = fc.array(
  fc.record({ key: fc.constantFrom(...keys), value: fc.nat(5), look: fc.boolean(), isSaid: fc.boolean() }),
  { maxLength: 15 },
)

/** The value of a node, from scratch. */
function naive(program: readonly Node[], inputs: Map<string, number>, at: number, key: string): number {
  if (at < 0) return inputs.get(key) ?? 0
  const node = program[at]
  return node === undefined
    ? 0
    : remainderOf(node, at, key, (from, other) => naive(program, inputs, from, other))
}

// A choosy node reads on only while what it has read is even: its inputs differ from time to time.
function remainderOf(
  node: Node,
  at: number,
  key: string,
  read: (from: number, key: string) => number,
): number {
  let sum = key.length
  for (const one of node.reads) {
    const value = read((one.from % (at + 1)) - 1, one.key)
    sum += value
    if (node.choosy && value % 2 === 1) break
  }
  return sum % node.modulus
}

function stagesOf(program: readonly Node[], { inputs, counts }: Bench): readonly Stage<number>[] {
  const input: Stage<number> = { name: 'input', compute: (_read, key) => inputs.get(key) ?? 0 }
  const stages: Stage<number>[] = [input]
  for (const [at, node] of program.entries()) {
    stages.push({
      name: `node ${at}`,
      compute: (read, key) => {
        counts.set(`${at} ${key}`, (counts.get(`${at} ${key}`) ?? 0) + 1)
        return remainderOf(node, at, key, (from, other) => read.get(stages[from + 1] ?? input, other))
      },
    })
  }
  return stages
}

describe('the runner', () => {
  it('gives the values that a computation from scratch gives, after any changes', () => {
    fc.assert(
      fc.property(programs, changes, (program, made) => {
        const bench = { inputs: new Map<string, number>(), counts: new Map<string, number>() }
        const stages = stagesOf(program, bench)
        const runner = new Runner([])
        const [input] = stages
        const compareAll = () => {
          for (const [at, stage] of stages.entries())
            for (const key of keys)
              expect(runner.get(stage, key)).toBe(naive(program, bench.inputs, at - 1, key))
        }
        compareAll()
        for (const { key, value, look } of made) {
          bench.inputs.set(key, value)
          if (input !== undefined) runner.invalidate(input, key)
          if (look) compareAll()
        }
        compareAll()
      }),
    )
  })

  it('computes nothing again whose inputs came out the same, and nothing twice', () => {
    fc.assert(
      fc.property(programs, changes, (program, made) => {
        const bench = { inputs: new Map<string, number>(), counts: new Map<string, number>() }
        const stages = stagesOf(program, bench)
        const runner = new Runner([])
        const [input] = stages
        // What nothing reads is let go, and computed anew when it is asked for: so something reads everything.
        const reader: Stage<readonly (readonly number[])[]> = {
          name: 'reader',
          compute: (read) => stages.map((stage) => keys.map((key) => read.get(stage, key))),
        }
        const all = () => runner.get(reader, '')
        let before = all()
        for (const { key, value, isSaid } of made) {
          const inputsBefore = new Map(bench.inputs)
          if (isSaid) bench.inputs.set(key, value)
          if (input !== undefined) runner.invalidate(input, key)
          bench.counts.clear()
          const after = all()
          for (const [at, node] of program.entries()) {
            for (const name of keys) {
              const read = new Set<string>()
              remainderOf(node, at, name, (from, other) => {
                read.add(`${from} ${other}`)
                return naive(program, inputsBefore, from, other)
              })
              const isTouched = [...read].some((one) => {
                const [from = '', other = ''] = one.split(' ')
                const index = names.indexOf(other)
                return before[Number(from) + 1]?.[index] !== after[Number(from) + 1]?.[index]
              })
              expect(bench.counts.get(`${at} ${name}`) ?? 0).toBe(isTouched ? 1 : 0)
            }
          }
          before = after
        }
      }),
    )
  })

  it('inverts what sources contribute, as a loop over all of them would', () => {
    const world = fc.dictionary(fc.constantFrom('s1', 's2', 's3', 's4'), fc.subarray(['x', 'y', 'z']), {
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(fc.array(world, { minLength: 1, maxLength: 8 }), (worlds) => {
        let now: Record<string, string[]> = {}
        const { runner, sources, given, gather, reader } = gathering(() => now)
        for (const next of worlds) {
          for (const name of new Set([...Object.keys(now), ...Object.keys(next)]))
            runner.invalidate(given, name)
          now = next
          runner.invalidate(sources, '')
          for (const bucket of ['x', 'y', 'z']) {
            const naively = Object.keys(now)
              .filter((name) => now[name]?.includes(bucket))
              .sort()
            expect(runner.get(reader, bucket)).toBe(naively.map((name) => `${name}:${bucket}`).join(' '))
          }
        }
        expect(gather.name).toBe('gather')
      }),
    )
  })

  it('computes only the sources of a gather that changed, and tells only the buckets that did', () => {
    let now: Record<string, string[]> = { s1: ['x'], s2: ['y'] }
    const { runner, given, reader, computed } = gathering(() => now)
    for (const bucket of ['x', 'y', 'z']) runner.get(reader, bucket)
    computed.length = 0
    now = { ...now, s2: ['z'] }
    runner.invalidate(given, 's2')
    for (const bucket of ['x', 'y', 'z']) runner.get(reader, bucket)
    expect(computed).toEqual(['source s2', 'reader y', 'reader z'])
    computed.length = 0
    now = { ...now, s1: ['x', 'y'] }
    runner.invalidate(given, 's1')
    for (const bucket of ['x', 'y', 'z']) runner.get(reader, bucket)
    expect(computed).toEqual(['source s1', 'reader y'])
  })

  it('leaves nothing behind of keys that vanish', () => {
    let now: Record<string, string[]> = { s1: ['x'] }
    const { runner, sources, given, reader } = gathering(() => now)
    const top: Stage<string> = {
      name: 'top',
      compute: (read) =>
        read
          .get(sources, '')
          .flatMap((name) => (now[name] ?? []).map((one) => read.get(reader, one)))
          .join(),
    }
    const sizes = [runner.get(top, ''), runner.size]
    for (const many of [['s1', 's2', 's3'], ['s1']]) {
      now = Object.fromEntries(many.map((name) => [name, name === 's1' ? ['x'] : ['x', name]]))
      for (const name of ['s1', 's2', 's3']) runner.invalidate(given, name)
      runner.invalidate(sources, '')
      sizes.push(runner.get(top, ''), runner.size)
    }
    expect(sizes[3]).toBeGreaterThan(Number(sizes[1]))
    expect([sizes[4], sizes[5]]).toEqual([sizes[0], sizes[1]])
  })

  it('lets go what was asked for from outside alone', () => {
    const input: Stage<number> = { name: 'input', compute: () => 1 }
    const asked: Stage<number> = { name: 'asked', compute: (read) => read.get(input, '') + 1 }
    const reader: Stage<number> = { name: 'reader', compute: (read) => read.get(asked, 'read') }
    const runner = new Runner([])
    runner.get(reader, '')
    const size = runner.size
    runner.get(asked, 'not read')
    runner.release(asked)
    expect(runner.size).toBe(size)
  })

  it('says that stages read one another in a circle, instead of recursing for ever, and goes on afterwards', () => {
    let isCircle = true
    const input: Stage<boolean> = { name: 'input', compute: () => isCircle }
    const first: Stage<number> = {
      name: 'first',
      compute: (read) => (read.get(input, '') ? read.get(second, '') : 1),
    }
    const second: Stage<number> = { name: 'second', compute: (read) => read.get(first, '') + 1 }
    const runner = new Runner([])
    expect(() => runner.get(second, '')).toThrow(new TypeError('the stage second is computed from itself'))
    isCircle = false
    runner.invalidate(input, '')
    expect(runner.get(second, '')).toBe(2)
    isCircle = true
    runner.invalidate(input, '')
    expect(() => runner.get(second, '')).toThrow('computed from itself')
  })

  it('says that a gather is read before its turn', () => {
    const { sources, gather } = gathering(() => ({ s1: ['x'] }))
    const early: Gather<string> = {
      name: 'early',
      sources,
      contributions: (read) => new Map([[[...read.bucket(gather, 'x').keys()].join(), 'e']]),
    }
    const any: Stage<number> = { name: 'any', compute: () => 1 }
    expect(() => new Runner([early, gather] as Gather<unknown>[]).get(any, '')).toThrow(
      'the gather gather is read before its turn',
    )
  })

  it('says so too when that happens only after a change', () => {
    let isEarly = false
    const { sources, gather } = gathering(() => ({ s1: ['x'] }))
    const input: Stage<boolean> = { name: 'input', compute: () => isEarly }
    const early: Gather<string> = {
      name: 'early',
      sources,
      contributions: (read) =>
        new Map(read.get(input, '') ? [[String(read.bucket(gather, 'x').size), 'e']] : []),
    }
    const any: Stage<number> = { name: 'any', compute: () => 1 }
    const runner = new Runner([early, gather] as Gather<unknown>[])
    expect(runner.get(any, '')).toBe(1)
    isEarly = true
    runner.invalidate(input, '')
    expect(() => runner.get(any, '')).toThrow('read before its turn')
  })

  it('goes on after a stage has thrown', () => {
    let isBroken = true
    const input: Stage<boolean> = { name: 'input', compute: () => isBroken }
    const fragile: Stage<string> = {
      name: 'fragile',
      compute: (read) => {
        if (read.get(input, '')) throw new Error('broken')
        return 'whole'
      },
    }
    const runner = new Runner([])
    expect(() => runner.get(fragile, '')).toThrow('broken')
    isBroken = false
    runner.invalidate(input, '')
    expect(runner.get(fragile, '')).toBe('whole')
  })

  it('keeps nothing of what a stage read before it threw', () => {
    let phase = 'old'
    const input: Stage<string> = { name: 'input', compute: () => phase }
    const other: Stage<string> = { name: 'other', compute: (_read, key) => key }
    const fragile: Stage<string> = {
      name: 'fragile',
      compute: (read) => {
        const now = read.get(input, '')
        if (now === 'broken') throw new Error(now)
        return read.get(other, now)
      },
    }
    const runner = new Runner([])
    runner.get(fragile, '')
    const size = runner.size
    for (phase of ['broken', 'new']) {
      runner.invalidate(input, '')
      if (phase === 'broken') expect(() => runner.get(fragile, '')).toThrow('broken')
    }
    expect(runner.get(fragile, '')).toBe('new')
    expect(runner.size).toBe(size)
  })
})

/** Sources that name buckets, and a reader of each bucket; `computed` says who did something. */
function gathering(now: () => Record<string, string[]>) {
  const computed: string[] = []
  const sources: Stage<readonly string[]> = { name: 'sources', compute: () => Object.keys(now()) }
  const given: Stage<readonly string[]> = { name: 'given', compute: (_read, name) => now()[name] ?? [] }
  const gather: Gather<string> = {
    name: 'gather',
    sources,
    contributions: (read, name) => {
      computed.push(`source ${name}`)
      return new Map(read.get(given, name).map((bucket) => [bucket, `${name}:${bucket}`]))
    },
  }
  const reader: Stage<string> = {
    name: 'reader',
    compute: (read, bucket) => {
      computed.push(`reader ${bucket}`)
      return [...read.bucket(gather, bucket).values()].join(' ')
    },
  }
  return { runner: new Runner([gather] as Gather<unknown>[]), sources, given, gather, reader, computed }
}
