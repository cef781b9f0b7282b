import { type Json, type JsonObject, type KubeObject, listAt, memberOf, stringAt } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { type ProfileName, profiles } from '../work/profile.ts'
import type { WorkManifest } from '../work/work-manifests.ts'
import { conditionsByRules } from './condition-rules.ts'
import type { Applied, ManifestState, Seen } from './manifest-entry.ts'
import { deletingStatus, isTrueIn, workStatus } from './work-status.ts'

const [BEFORE, NOW] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']
const APPLIED: Applied = { kind: 'applied' }
const FAILED: Applied = {
  kind: 'failed',
  reason: 'AppliedManifestFailed',
  message: 'Failed to apply manifest: no',
}
const HELD: Applied = { kind: 'held' }
const ABSENT: Seen = { kind: 'absent' }

function object(name: string, content: JsonObject = {}): KubeObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'default' }, ...content }
}

function manifest(name: string, ordinal: number, options: JsonObject = {}): WorkManifest {
  const meta = { group: 'batch', version: 'v1', kind: 'Job', resource: 'jobs', name, namespace: 'default' }
  return {
    kind: 'usable',
    meta: { ordinal, ...meta },
    content: object(name),
    strategy: { kind: 'update' },
    isOwned: true,
    options,
  }
}

function state(
  name: string,
  ordinal: number,
  applied: Applied,
  seen: Seen = there(name),
  options = {},
): ManifestState {
  return { manifest: manifest(name, ordinal, options), applied, seen }
}

function there(name: string, content: JsonObject = {}): Seen {
  return { kind: 'there', object: object(name, content) }
}

function workOf(generation: number, status?: JsonObject): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'w', namespace: 'wec1', generation },
    ...(status && { status }),
  }
}

function say(
  states: readonly ManifestState[],
  previous?: JsonObject,
  more: Readonly<{ now?: string; generation?: number; profile?: ProfileName }> = {},
): JsonObject {
  const { now = NOW, generation = 1, profile = 'v1.3' } = more
  return workStatus(workOf(generation, previous), states, { generation, now, profile: profiles[profile] })
}

function conditionIn(value: Json | undefined, type: string): Json | undefined {
  return listAt(value, 'conditions').find((condition) => stringAt(condition, 'type') === type)
}

function entryIn(status: JsonObject, index: number): Json | undefined {
  return listAt(status, 'resourceStatus', 'manifests')[index]
}

describe('AGT-2 what a work says', () => {
  it('P-6 said again it is the same', () => {
    const states = [
      state('a', 0, APPLIED),
      state('b', 1, FAILED, ABSENT),
      state('c', 2, HELD, { kind: 'unknown', message: 'no' }),
    ]
    const once = say(states, undefined, { now: BEFORE })
    expect(say(states, once)).toEqual(once)
  })

  it('AGT-2 one manifest that fails makes the work fail, and the text is kept', () => {
    const status = say([state('a', 0, APPLIED), state('b', 1, FAILED, ABSENT)])
    expect(conditionIn(status, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'AppliedManifestWorkFailed',
    })
    expect(conditionIn(entryIn(status, 1), 'Applied')).toMatchObject({
      status: 'False',
      reason: 'AppliedManifestFailed',
      message: 'Failed to apply manifest: no',
    })
    expect(conditionIn(status, 'Available')).toMatchObject({
      status: 'False',
      reason: 'ResourcesNotAvailable',
      message: '1 of 2 resources are not available',
    })
  })

  it('AGT-2 what cannot be fetched is unknown, what is not there weighs more', () => {
    const unknown: Seen = { kind: 'unknown', message: 'jobs.batch is forbidden' }
    const status = say([state('a', 0, FAILED, unknown), state('b', 1, APPLIED)])
    expect(conditionIn(entryIn(status, 0), 'Available')).toMatchObject({
      status: 'Unknown',
      reason: 'FetchingResourceFailed',
      message: 'Failed to fetch resource: jobs.batch is forbidden',
    })
    expect(conditionIn(status, 'Available')).toMatchObject({
      status: 'Unknown',
      reason: 'ResourcesStatusUnknown',
      message: '1 of 2 resources have unknown status',
    })
    const worse = say([state('a', 0, FAILED, unknown), state('b', 1, APPLIED, ABSENT)])
    expect(conditionIn(worse, 'Available')).toMatchObject({ status: 'False' })
  })

  it('AGT-2 a work without manifests has nothing available; the space at the end is OCM’s', () => {
    expect(say([])).toMatchObject({
      conditions: [{ type: 'Available', status: 'Unknown', message: 'cannot get any available resource ' }],
      resourceStatus: { manifests: [] },
    })
  })

  it('AGT-3 while one is held the work says nothing new of itself, and the manifest what it said', () => {
    const before = say([state('a', 0, APPLIED), state('b', 1, APPLIED)], undefined, { now: BEFORE })
    const status = say([state('a', 0, HELD), state('b', 1, APPLIED)], before, { generation: 2 })
    expect(conditionIn(status, 'Applied')).toEqual(conditionIn(before, 'Applied'))
    expect(conditionIn(entryIn(status, 0), 'Applied')).toEqual(conditionIn(entryIn(before, 0), 'Applied'))
    expect(conditionIn(entryIn(status, 1), 'Applied')).toMatchObject({ observedGeneration: 2 })
    expect(conditionIn(entryIn(say([state('a', 0, HELD)]), 0), 'Applied')).toBeUndefined()
  })

  it('AGT-2 a manifest keeps what was said of it at another index; another one of the name does not', () => {
    const before = say([state('a', 0, APPLIED), state('b', 1, APPLIED)], undefined, { now: BEFORE })
    const status = say([state('b', 0, APPLIED)], before)
    expect(conditionIn(entryIn(status, 0), 'Applied')).toMatchObject({ lastTransitionTime: BEFORE })
    expect(conditionIn(entryIn(say([state('c', 0, APPLIED)], before), 0), 'Applied')).toMatchObject({
      lastTransitionTime: NOW,
    })
  })

  it('AGT-2 profile v1.0: no generation on manifests, older words, no aggregation of rules', () => {
    const rules = { conditionRules: [{ type: 'WellKnownConditions', condition: 'Complete' }] }
    const unmapped: ManifestState = {
      manifest: {
        kind: 'unusable',
        meta: { ...manifest('x', 1).meta, resource: '' },
        options: {},
        reason: 'AppliedManifestFailed',
        message: 'no',
        isUnmapped: true,
      },
      applied: FAILED,
      seen: { kind: 'unknown', message: '' },
    }
    const states = [state('a', 0, APPLIED, there('a'), rules), unmapped]
    const old = say(states, undefined, { profile: 'v1.0' })
    expect(conditionIn(entryIn(old, 0), 'Applied')).not.toHaveProperty('observedGeneration')
    expect(conditionIn(entryIn(old, 1), 'Available')).toMatchObject({
      reason: 'IncompletedResourceMeta',
      message: 'Resource meta is incompleted',
    })
    expect(conditionIn(old, 'Complete')).toBeUndefined()
    expect(conditionIn(say(states), 'Complete')).toMatchObject({ status: 'False' })
  })

  it('AGT-2 feedback is kept while the object is not there, and its condition moves with its values', () => {
    const rules = { feedbackRules: [{ type: 'WellKnownStatus' }] }
    const of = (seen: Seen) => [state('a', 0, APPLIED, seen, rules)]
    const before = say(of(there('a', { status: { succeeded: 1 } })), undefined, { now: BEFORE })
    const values = [{ name: 'JobSucceeded', fieldValue: { type: 'Integer', integer: 1 } }]
    expect(memberOf(entryIn(before, 0), 'statusFeedback')).toEqual({ values })
    const gone = say(of(ABSENT), before)
    expect(memberOf(entryIn(gone, 0), 'statusFeedback')).toEqual({ values })
    const changed = say(of(there('a', { status: { succeeded: 2 } })), before)
    expect(conditionIn(entryIn(changed, 0), 'StatusFeedbackSynced')).toMatchObject({
      lastTransitionTime: NOW,
    })
  })

  it('AGT-2 a work being deleted says so', () => {
    const status = deletingStatus(workOf(1, say([state('a', 0, APPLIED)])), NOW)
    expect(isTrueIn(status, 'Deleting')).toBe(true)
    expect(isTrueIn(status, 'Applied')).toBe(true)
  })
})

describe('AGT-2 rules of conditions', () => {
  const complete = { type: 'WellKnownConditions', condition: 'Complete' }
  const finished = { status: { conditions: [{ type: 'Failed', status: 'True' }] } }
  const rules = (...list: readonly JsonObject[]) => ({ conditionRules: list })

  it('AGT-2 a Job is complete when it has ended, a Pod by its phase; of others nothing is known', () => {
    expect(conditionsByRules([complete], object('a', finished), 1)).toEqual([
      {
        type: 'Complete',
        status: 'True',
        reason: 'ConditionRuleEvaluated',
        message: 'Job is finished',
        observedGeneration: 1,
      },
    ])
    const pod: KubeObject = {
      ...object('a', { status: { phase: 'Running' } }),
      apiVersion: 'v1',
      kind: 'Pod',
    }
    expect(conditionsByRules([complete], pod, 1)).toMatchObject([
      { status: 'False', message: 'Pod is in phase Running' },
    ])
    expect(conditionsByRules([complete], { ...pod, kind: 'Widget' }, 1)).toEqual([])
  })

  it('AGT-2 what is not evaluated is said, not passed over', () => {
    const cel = { type: 'CEL', condition: 'Ready', celExpressions: ['true'] }
    const odd = { type: 'Odd', condition: 'Odd' }
    const expressed = { ...complete, message: 'mine', messageExpression: '"x"' }
    expect(conditionsByRules([cel, odd, expressed], object('a'), 1)).toMatchObject([
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'ConditionRuleInvalid',
        message: 'rules in CEL are not supported by this agent',
      },
      { type: 'Odd', status: 'Unknown', reason: 'ConditionRuleInvalid' },
      { message: 'mine (messageExpression is not supported by this agent)' },
    ])
  })

  it('AGT-2 the work aggregates them: False first, of what progresses True', () => {
    const states = [
      state('a', 0, APPLIED, there('a', finished), rules(complete)),
      state('b', 1, APPLIED, there('b'), rules(complete)),
    ]
    expect(conditionIn(say(states), 'Complete')).toMatchObject({
      status: 'False',
      reason: 'ConditionRulesAggregated',
      message: 'Aggregated from 2 manifest conditions',
      observedGeneration: 1,
    })
    const progressing = { ...complete, condition: 'Progressing' }
    // Of a well-known rule for another condition nothing is known.
    expect(
      conditionIn(say([state('a', 0, APPLIED, there('a'), rules(progressing))]), 'Progressing'),
    ).toBeUndefined()
    expect(conditionIn(say([states[0] ?? expect.fail()]), 'Complete')).toMatchObject({
      message: 'Job is finished',
    })
  })

  it('AGT-2 a rule that is gone takes its condition along', () => {
    const before = say([state('a', 0, APPLIED, there('a', finished), rules(complete))])
    const status = say([state('a', 0, APPLIED, there('a', finished))], before, { generation: 2 })
    expect(conditionIn(entryIn(status, 0), 'Complete')).toBeUndefined()
    expect(conditionIn(status, 'Complete')).toBeUndefined()
  })
})
