import { type Action, type Json, type KubeObject, refOf } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import type { ApiAnswer } from '../client/types.ts'
import { resultOf } from './result-of.ts'

const ref = refOf('wds', { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' })
const common = { ref, why: { rule: 'BND-1', from: ref }, after: [], intent: 'x' }
const there = (metadata: KubeObject['metadata'] = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'shop', name: 'a', uid: 'u', resourceVersion: '7', ...metadata },
})
const create: Action = { ...common, kind: 'create', object: there() }
const patch = {
  ...common,
  kind: 'patch',
  subresource: '',
  format: 'merge',
  patch: {},
  uid: 'u',
  resourceVersion: '7',
} as const satisfies Action
const deletion: Action = { ...common, kind: 'delete', uid: 'u', resourceVersion: '7' }
const every: readonly Action[] = [create, patch, { ...patch, format: 'json', patch: [] }, deletion]

const answer = (code: number, body: Json = null): ApiAnswer => ({ kind: 'answer', code, body })
const status = (message: string, causes?: Json): Json => ({
  kind: 'Status',
  message,
  ...(causes === undefined ? {} : { details: { causes } }),
})

describe('what an answer to a write means', () => {
  it('is that it landed, and what stands there now', () => {
    expect(resultOf(create, answer(201, there()))).toEqual({
      kind: 'done',
      object: there(),
      unchanged: false,
    })
    const next = there({ resourceVersion: '8' })
    expect(resultOf(patch, answer(200, next))).toEqual({ kind: 'done', object: next, unchanged: false })
  })

  it('P-6b is that nothing changed where the resourceVersion is the same', () => {
    expect(resultOf(patch, answer(200, there()))).toEqual({ kind: 'done', object: there(), unchanged: true })
  })

  it('is that the object is gone: told by a Status, or by the last that there was of it', () => {
    const gone = { kind: 'done', unchanged: false }
    expect(resultOf(deletion, answer(200, { kind: 'Status', status: 'Success' }))).toEqual(gone)
    expect(resultOf(deletion, answer(200, there()))).toEqual(gone)
    const released = there({ deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 })
    expect(resultOf(patch, answer(200, released))).toEqual(gone)
  })

  it('is that the object is still there while something holds it', () => {
    const held = there({
      resourceVersion: '8',
      deletionTimestamp: '2026-01-01T00:00:00Z',
      finalizers: ['x/y'],
    })
    expect(resultOf(deletion, answer(200, held))).toEqual({ kind: 'done', object: held, unchanged: false })
    const { finalizers: _, ...metadata } = held.metadata
    const graceful = { ...held, metadata: { ...metadata, deletionGracePeriodSeconds: 30 } }
    expect(resultOf(deletion, answer(200, graceful))).toMatchObject({ kind: 'done', object: graceful })
    // A status of what is being deleted, as of a Pod that has some time left.
    expect(resultOf({ ...patch, subresource: 'status' }, answer(200, graceful))).toMatchObject({
      object: graceful,
    })
  })

  it.each([404, 409, 410])('ACT-1 is a conflict: %i', (code) => {
    for (const action of every)
      expect(resultOf(action, answer(code, status('not so')))).toEqual({
        kind: 'conflict',
        message: 'not so',
      })
  })

  it('ACT-1 is a conflict where another object of the name stands, or its Namespace goes', () => {
    const uid = status('immutable', [{ reason: 'FieldValueInvalid', field: 'metadata.uid' }])
    expect(resultOf(patch, answer(422, uid))).toMatchObject({ kind: 'conflict' })
    const going = status('going', [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }])
    expect(resultOf(create, answer(403, going))).toMatchObject({ kind: 'conflict' })
  })

  it.each([400, 403, 405, 413, 415, 422])('P-6b is a refusal with the words of the server: %i', (code) => {
    const body = status('no, since', [{ reason: 'FieldValueInvalid', field: 'spec.x' }])
    for (const action of every)
      expect(resultOf(action, answer(code, body))).toEqual({ kind: 'refused', code, message: 'no, since' })
  })

  it('is that a JSON patch does not fit: the server says no more', () => {
    const unfit = answer(422, status('the server rejected our request due to an error in our request'))
    expect(resultOf({ ...patch, format: 'json', patch: [] }, unfit)).toMatchObject({ kind: 'unfit' })
    expect(resultOf(patch, unfit)).toMatchObject({ kind: 'refused' })
  })

  it.each([302, 401, 408, 429, 500, 502, 503, 504, 507])('is that nobody knows, or not now: %i', (code) => {
    for (const action of every) {
      expect(resultOf(action, answer(code, status('later')))).toEqual({ kind: 'failed', message: 'later' })
      expect(resultOf(action, { kind: 'answer', code, body: null, retryAfter: 3 })).toMatchObject({
        kind: 'failed',
        retryAfter: 3,
      })
    }
  })

  it('is that nobody knows where there is no answer, or none of an API server', () => {
    const none: ApiAnswer = { kind: 'noAnswer', message: 'gone away', mayHaveLanded: true }
    for (const action of every) {
      expect(resultOf(action, none)).toEqual({ kind: 'failed', message: 'gone away' })
      for (const body of [null, 'ok', [], { kind: 'List' }])
        expect(resultOf(action, answer(200, body))).toMatchObject({ kind: 'failed' })
    }
  })
})
