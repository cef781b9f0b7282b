import type { Json } from '@downsync/core'

const nested = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth)

const tens = '[0,1,2,3,4,5,6,7,8,9]'
const all = (depth: number, list: string): string =>
  Array.from({ length: depth }).reduce<string>((inner, _, at) => `${list}.all(v${at}, ${inner})`, 'true')
const doubled = (times: number, of: string): string =>
  Array.from({ length: times }).reduce<string>((inner) => `[${inner}].map(x, x + x)[0]`, of)

/** Expressions that somebody may write to stop a controller, and what reports somebody may make them read. */
export const bombs: readonly Readonly<{ name: string; expression: string; status?: Json }>[] = [
  { name: 'ten comprehensions in each other, ten each', expression: all(10, tens) },
  {
    name: 'four comprehensions over 10,000 elements that a WEC reports',
    expression: all(4, 'returned.status.list'),
    status: { list: Array.from({ length: 10_000 }, (_, at) => at) },
  },
  { name: 'a text doubled 40 times', expression: doubled(40, '"0123456789"') },
  { name: 'a list doubled 40 times', expression: doubled(40, tens) },
  {
    name: 'a regular expression that others match in exponential time',
    expression: 'returned.status.text.matches("^(a+)+$")',
    status: { text: `${'a'.repeat(100_000)}!` },
  },
  {
    name: 'a regular expression that repeats a thousand times a thousand',
    expression: 'returned.status.text.matches("((a{1000}){1000}){1000}")',
    status: { text: 'a'.repeat(1000) },
  },
  {
    name: 'a regular expression of 1 MB that a WEC reports',
    expression: '"aaaa".matches(returned.status.text)',
    status: { text: '(a?)'.repeat(250_000) },
  },
  { name: '100,000 brackets', expression: nested(100_000, '(', '1', ')') },
  { name: '100,000 lists in each other', expression: nested(100_000, '[', '1', ']') },
  { name: '100,000 times minus', expression: `${'-'.repeat(100_000)}1` },
  { name: '1 MB of sums', expression: Array.from({ length: 250_000 }, () => '1').join(' + ') },
  { name: 'a number of 1 MB', expression: '9'.repeat(1_000_000) },
  {
    name: 'a report nested as deep as a parser reads',
    expression: 'returned.status == returned.status',
    status: Array.from({ length: 9_000 }).reduce<Json>((inner) => [inner], 1),
  },
  {
    name: 'a text of 1 MB, searched for in itself',
    expression: 'returned.status.text.contains(returned.status.part)',
    status: { text: 'a'.repeat(1_000_000), part: `${'a'.repeat(500_000)}b` },
  },
]
