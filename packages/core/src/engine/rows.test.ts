import { describe, expect, it } from 'vitest'
import { compileCollector } from '../collect/index.ts'
import { type Json, type KubeObject, refKey, refOf } from '../kube/index.ts'
import type { CollectedStages } from './collected.ts'
import type { CollectorStages } from './collectors.ts'
import { type CountedRecord, placeKey, placeOfKey } from './counted-records.ts'
import type { Inputs } from './inputs.ts'
import { collectionKey, collectionStage } from './rows.ts'
import { Runner } from './runner.ts'
import type { Stage } from './stage.ts'

const web = refKey(refOf('wds', { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }))
const wecs = ['east', 'north', 'west']
const transportObject = refOf('its', { group: '', resource: 'records', namespace: 'east', name: 'r' })

/** A collection over a few WECs, and whose rows were evaluated. */
function bench(def: string) {
  const evaluated: string[] = []
  const objects = new Map<string, KubeObject>()
  const statuses = new Map<string, Json>()
  const compiled = compileCollector({
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'StatusCollector',
    metadata: { name: 'c' },
    spec: { select: [{ name: 'a', def }] },
  })
  const object: Stage<KubeObject | undefined> = { name: 'object', compute: (_, key) => objects.get(key) }
  const counted: Stage<CountedRecord> = {
    name: 'counted',
    compute: (_, key) => {
      const { wec } = placeOfKey(key)
      return {
        ref: transportObject,
        report: {
          object: transportObject,
          wec,
          // Who evaluates a row reads this once.
          get status() {
            evaluated.push(wec)
            return statuses.get(wec) ?? null
          },
        },
      }
    },
  }
  const stage = collectionStage(
    // The others of each are not read.
    { object } as unknown as Inputs,
    { compiled: { name: 'compiled', compute: () => compiled } } as unknown as CollectorStages,
    { wecs: { name: 'wecs', compute: () => wecs } } as unknown as CollectedStages,
    counted,
    undefined,
  )
  const runner = new Runner([])
  const result = () => {
    evaluated.length = 0
    const found = runner.get(stage, collectionKey('c', web, 'p'))
    const rows = typeof found === 'object' ? found.rows : []
    return { rows: rows.map(([cell]) => cell), evaluated: [...evaluated] }
  }
  const put = (status: Json, resourceVersion: string) => {
    objects.set(web, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', resourceVersion },
      status,
    })
    runner.invalidate(object, web)
  }
  const say = (wec: string, status: Json) => {
    statuses.set(wec, status)
    runner.invalidate(counted, placeKey(web, wec))
  }
  put({}, '1')
  for (const wec of wecs) say(wec, { n: 1 })
  return { result, put, say }
}

describe('rows of a collector', () => {
  it('COL-11 one that reports something else has its row evaluated, and no other', () => {
    const { result, say } = bench('returned.status.n')
    expect(result().evaluated.toSorted()).toEqual(wecs)
    expect(result().evaluated).toEqual([])
    say('north', { n: 2 })
    expect(result()).toEqual({
      rows: ['1', '2', '1'].map((float) => ({ type: 'Number', float })),
      evaluated: ['north'],
    })
  })

  it('COL-2 a status that is written on the object has none evaluated', () => {
    const { result, put } = bench('has(obj.spec) ? obj.spec.replicas : returned.status.n')
    result()
    put({ readyReplicas: 7 }, '2')
    expect(result().evaluated).toEqual([])
  })

  it('COL-11 who shows the resourceVersion follows it', () => {
    const { result, put } = bench('obj.metadata.resourceVersion')
    result()
    put({}, '2')
    expect(result()).toEqual({
      rows: wecs.map(() => ({ type: 'String', string: '2' })),
      evaluated: wecs,
    })
  })
})
