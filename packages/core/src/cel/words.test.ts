import { describe, expect, it } from 'vitest'
import { collectorEnvironment } from './collector-environment.ts'
import { compileExpression } from './compile-expression.ts'
import { evaluateExpression } from './evaluate-expression.ts'

const STEPS = 10_000

/** What comes of an expression: refused before it runs, the code of its failure, or nothing wrong. */
function fateOf(source: string): string {
  const compiled = compileExpression(source, collectorEnvironment)
  if (!compiled.ok) return 'refused'
  const found = evaluateExpression(compiled.value, new Map(), STEPS)
  return found.ok ? 'fine' : found.error.code
}

describe('words', () => {
  const reserved = [
    'as',
    'break',
    'const',
    'continue',
    'else',
    'for',
    'function',
    'if',
    'import',
    'let',
    'loop',
    'package',
    'namespace',
    'return',
    'var',
    'void',
    'while',
  ]

  it.each(reserved)('COL-2 %s is no name, but a field of that name is read', (word) => {
    expect(fateOf(word)).toBe('refused')
    expect(fateOf(`[1].all(${word}, true)`)).toBe('refused')
    expect(fateOf(`{'${word}': 1}.${word} == 1`)).toBe('fine')
  })

  it.each(['true', 'false', 'null', 'in'])('COL-2 %s is neither', (word) => {
    expect(fateOf(`[1].all(${word}, true)`)).toBe('refused')
    expect(fateOf(`{'${word}': 1}.${word} == 1`)).toBe('refused')
  })

  it.each([
    ['obj\nin\n[obj]', 'obj in [obj]'],
    ['1-(-1)', '1 - - 1'],
    ['[1].all(in1,in1==1)', '[1].all(in1, in1 == 1)'],
    ['1 in[1]', '1 in // one\n[1]'],
    ['2-1u==1', '2 - 1u == 1'],
  ])('COL-2 spaces and comments do not count: %j', (a, b) => {
    expect(compileExpression(a, collectorEnvironment).ok).toBe(compileExpression(b, collectorEnvironment).ok)
    expect(fateOf(a)).toBe(fateOf(b))
  })
})
