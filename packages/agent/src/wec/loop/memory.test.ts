import type { KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import type { Requirement } from '../apply/requirement.ts'
import { createMemory } from './memory.ts'

function requirement(value: string, isOwned = true): Requirement {
  const content: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x' },
    data: { value },
  }
  return { content, strategy: { kind: 'update' }, ownership: { reference: { uid: 'u' }, isOwned } }
}

const left: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', resourceVersion: '7' },
}

describe('AGT-2 what the agent remembers', () => {
  it('AGT-2 how the server left an object counts for the very requirement that was met', () => {
    const memory = createMemory()
    memory.met('w x', requirement('a'), left)
    expect(memory.left('w x', requirement('a'))).toBe(left)
    expect(memory.left('w x', requirement('b'))).toBeUndefined()
    expect(memory.left('w x', requirement('a', false))).toBeUndefined()
    expect(memory.left('v x', requirement('a'))).toBeUndefined()
  })

  it('AGT-2 P-6b a refusal is not asked for again soon, unless something is different', () => {
    const memory = createMemory()
    const refuse = (at: number) => memory.refused('w x', requirement('a'), '7', { message: 'no', at })
    const waitAt = (now: number, version: string | undefined = '7', wanted = requirement('a')) =>
      memory.refusal('w x', wanted, version, now)?.wait
    refuse(0)
    expect(waitAt(50)).toBe(150)
    expect(waitAt(200)).toBeUndefined()
    refuse(200)
    expect(waitAt(200)).toBe(400)
    expect(waitAt(200, '8')).toBeUndefined()
    expect(waitAt(200, '7', requirement('b'))).toBeUndefined()
    for (let count = 0; count < 20; count++) refuse(1000)
    expect(waitAt(1000)).toBe(120_000)
    expect(memory.forgetRefusals()).toBe(true)
    expect(waitAt(1000)).toBeUndefined()
    expect(memory.forgetRefusals()).toBe(false)
  })

  it('AGT-2 what a work asks for no more is forgotten, that of others is not', () => {
    const memory = createMemory()
    for (const key of ['w x', 'w y', 'v x']) memory.met(key, requirement('a'), left)
    memory.keep('w ', new Set(['w y']))
    const known = ['w x', 'w y', 'v x'].filter((key) => memory.left(key, requirement('a')))
    expect(known).toEqual(['w y', 'v x'])
  })

  it('AGT-2 trouble is counted from its begin', () => {
    const memory = createMemory()
    expect(memory.troubleSince('w x', 5)).toBe(5)
    expect(memory.troubleSince('w x', 9)).toBe(5)
    memory.troubleIsOver('w x')
    expect(memory.troubleSince('w x', 9)).toBe(9)
  })
})
