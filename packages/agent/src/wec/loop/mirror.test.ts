import type { KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMirror } from './mirror.ts'

function object(resourceVersion: string, uid = 'u1'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', uid, resourceVersion } }
}

describe('what is known of objects', () => {
  it('the newest stands, whichever way and in whichever order it came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (versions) => {
        const mirror = createMirror()
        for (const version of versions) mirror.put('x', object(String(version)))
        expect(mirror.get('x')).toEqual(object(String(Math.max(...versions))))
      }),
    )
  })

  it('versions are compared as numbers of any size; where they are none, whatever comes counts', () => {
    const mirror = createMirror()
    mirror.put('x', object('9'))
    expect(mirror.put('x', object('10'))).toBe(true)
    expect(mirror.put('x', object('90071992547409931'))).toBe(true)
    expect(mirror.put('x', object('90071992547409930'))).toBe(false)
    expect(mirror.put('x', object('odd'))).toBe(true)
    expect(mirror.put('x', object('odd'))).toBe(false)
  })

  it('an answer that comes after the deletion of its object does not bring it back', () => {
    const mirror = createMirror()
    mirror.put('x', object('1'))
    expect(mirror.remove('x', 'u1')).toBe(true)
    expect(mirror.put('x', object('2'))).toBe(false)
    expect(mirror.get('x')).toBeUndefined()
    expect(mirror.put('x', object('3', 'u2'))).toBe(true)
    // Old news.
    expect(mirror.remove('x', 'u1')).toBe(false)
    expect(mirror.get('x')).toEqual(object('3', 'u2'))
  })

  it('what is merely not followed any more may be heard of again', () => {
    const mirror = createMirror()
    mirror.put('x', object('1'))
    mirror.drop('x')
    expect(mirror.put('x', object('1'))).toBe(true)
  })
})
