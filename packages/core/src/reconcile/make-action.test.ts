import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyJson } from '../../../../test/generators/any-json.ts'
import { at, configMap, policy } from '../../../../test/worlds/world.ts'
import {
  applyJsonPatch,
  equalJson,
  isObject,
  type JsonObject,
  type KubeObject,
  mergePatch,
} from '../kube/index.ts'
import { STATUS_INTENT } from '../snapshot/index.ts'
import { createAction, deleteAction, jsonPatchAction, mergeAction, statusAction } from './make-action.ts'

const ref = at.configMap('shop/a')
const why = { rule: 'BND-1', from: at.policy('p') }
const there = configMap('shop/a', { uid: 'uid-a', resourceVersion: '7' })

describe('actions', () => {
  it('ACT-1 patches and deletions carry the uid and resourceVersion that they were computed from', () => {
    const actions = [
      mergeAction(ref, there, '', { data: {} }, why),
      jsonPatchAction(ref, there, { ...there, data: {} }, why),
      statusAction(ref, there, { ok: true }, why),
      deleteAction(ref, there, why, []),
    ]
    for (const action of actions) expect(action).toMatchObject({ uid: 'uid-a', resourceVersion: '7', why })
    expect(createAction(ref, there, why, [ref])).toMatchObject({ kind: 'create', after: [ref] })
  })

  it('P-6b an intent is of what is written, not of what it was computed from', () => {
    const other = configMap('shop/a', { uid: 'uid-b', resourceVersion: '8' })
    const intent = (object: KubeObject, patch: JsonObject) => mergeAction(ref, object, '', patch, why).intent
    expect(intent(there, { data: { a: 1 } })).toBe(intent(other, { data: { a: 1 } }))
    expect(intent(there, { data: { a: 1 } })).not.toBe(intent(there, { data: { a: 2 } }))
    expect(deleteAction(ref, there, why, []).intent).not.toBe(deleteAction(ref, other, why, []).intent)
  })

  it('P-6b an intent of a status is known as one, and has no times in it', () => {
    const status = (time: string, message: string): JsonObject => ({
      conditions: [
        { type: 'Ready', status: 'True', message, lastTransitionTime: time, lastUpdateTime: time },
      ],
    })
    const intent = (wanted: JsonObject) => statusAction(ref, there, wanted, why)?.intent
    expect(intent(status('2026-01-01T00:00:00Z', 'm'))).toBe(intent(status('2026-02-01T00:00:00Z', 'm')))
    expect(intent(status('2026-01-01T00:00:00Z', 'm'))).not.toBe(intent(status('2026-01-01T00:00:00Z', 'n')))
    expect(intent({ a: 1 })?.startsWith(STATUS_INTENT)).toBe(true)
    expect(mergeAction(ref, there, '', { a: 1 }, why).intent.startsWith(STATUS_INTENT)).toBe(false)
  })

  it('P-6 a JSON patch makes what is wanted of what stands, and there is none where nothing differs', () => {
    fc.assert(
      fc.property(anyJson(), anyJson(), (before, after) => {
        const from = { ...there, data: before }
        const to = { ...there, data: after }
        const action = jsonPatchAction(ref, from, to, why)
        if (action === undefined) expect(equalJson(from, to)).toBe(true)
        else {
          const patched = action.kind === 'patch' ? applyJsonPatch(from, action.patch) : undefined
          expect(patched?.ok === true && equalJson(patched.value, to)).toBe(true)
          expect(equalJson(from, to)).toBe(false)
        }
      }),
    )
  })

  it('P-6 a status patch says only what differs, and takes out what is not wanted', () => {
    const standing = { ...policy('p'), status: { kept: 1, changed: 1, gone: 1 } }
    const action = statusAction(at.policy('p'), standing, { kept: 1, changed: 2, added: 3 }, why)
    expect(action).toMatchObject({
      subresource: 'status',
      format: 'merge',
      patch: { status: { changed: 2, added: 3, gone: null } },
    })
    const patched = action?.kind === 'patch' ? mergePatch(standing, action.patch) : undefined
    expect(isObject(patched) ? patched['status'] : undefined).toEqual({ kept: 1, changed: 2, added: 3 })
    expect(statusAction(at.policy('p'), standing, { kept: 1, changed: 1, gone: 1 }, why)).toBeUndefined()
    expect(statusAction(at.policy('p'), { ...standing, status: 'broken' }, {}, why)).toBeUndefined()
  })
})
