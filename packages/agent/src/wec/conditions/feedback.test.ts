import type { Json, JsonObject, KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedbackOf } from './feedback.ts'
import { readFeedbackPath, valuesAtPath } from './feedback-path.ts'

function object(kind: string, content: JsonObject): KubeObject {
  const apiVersion = { Deployment: 'apps/v1', DaemonSet: 'apps/v1', Job: 'batch/v1', Pod: 'v1' }[kind]
  return { apiVersion: apiVersion ?? 'example.com/v1', kind, metadata: { name: 'x' }, ...content }
}

function at(path: string, value: Json): readonly Json[] | string {
  const read = readFeedbackPath(path)
  return read.ok ? valuesAtPath(value, read.path) : read.rest
}

const status = {
  phase: 'Running',
  conditions: [
    { type: 'Ready', status: 'True' },
    { type: 'Other', status: 'False' },
  ],
  'a.b': { c: 1 },
}

describe('AGT-2 paths of feedback', () => {
  it.each<[string, Json]>([
    ['.status.phase', ['Running']],
    ['$.status.phase', ['Running']],
    [".status['phase']", ['Running']],
    ['.status.a\\.b.c', [1]],
    ['.status["a.b"].c', [1]],
    ['.status.conditions[0].type', ['Ready']],
    ['.status.conditions[-1].type', ['Other']],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [".status.conditions[?(@.type == 'None')].status", []],
    ['.status.missing.more', []],
    ['.status.phase.more', []],
  ])('AGT-2 %s', (path, values) => {
    expect(at(path, { status })).toEqual(values)
  })

  it.each([
    ['..phase', '..phase'],
    ['.status.*', '.*'],
    ['.status.conditions[0:1]', '[0:1]'],
    ['status', 'status'],
    ['', ''],
  ])('AGT-2 what is not supported is not read: %s', (path, rest) => {
    expect(at(path, { status })).toBe(rest)
  })

  it('P-3 any path is read or refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (path, value) => {
        expect(() => at(path, value as Json)).not.toThrow()
      }),
    )
  })
})

const wellKnown = [{ type: 'WellKnownStatus' }]
const paths = (...jsonPaths: readonly JsonObject[]) => [{ type: 'JSONPaths', jsonPaths }]
const failed = (why: string) => ({
  status: 'False',
  reason: 'StatusFeedbackSyncFailed',
  message: `Sync status feedback failed with error ${why}`,
})

describe('AGT-2 feedback', () => {
  it('AGT-2 without rules there is none, which is in order', () => {
    expect(feedbackOf(undefined, object('Pod', {}))).toEqual({
      values: [],
      condition: {
        type: 'StatusFeedbackSynced',
        status: 'True',
        reason: 'NoStatusFeedbackSynced',
        message: '',
      },
    })
  })

  it.each<[string, JsonObject, readonly [string, JsonObject][]]>([
    [
      'Deployment',
      { status: { replicas: 2, readyReplicas: 1 } },
      [
        ['ReadyReplicas', { type: 'Integer', integer: 1 }],
        ['Replicas', { type: 'Integer', integer: 2 }],
      ],
    ],
    ['DaemonSet', { status: { numberReady: 0 } }, [['NumberReady', { type: 'Integer', integer: 0 }]]],
    [
      'Job',
      { status: { conditions: [{ type: 'Complete', status: 'True' }] } },
      [['JobComplete', { type: 'String', string: 'True' }]],
    ],
    [
      'Pod',
      { status },
      [
        ['PodReady', { type: 'String', string: 'True' }],
        ['PodPhase', { type: 'String', string: 'Running' }],
      ],
    ],
  ])('AGT-2 well-known statuses of a %s', (kind, content, values) => {
    const found = feedbackOf(wellKnown, object(kind, content))
    expect(found.condition).toMatchObject({ status: 'True', reason: 'StatusFeedbackSynced' })
    expect(found.values).toEqual(values.map(([name, fieldValue]) => ({ name, fieldValue })))
  })

  it('AGT-2 of a kind without well-known statuses that is an error', () => {
    expect(feedbackOf(wellKnown, object('Widget', {})).condition).toMatchObject(
      failed('cannot find the wellknown statuses for resource with gvk example.com/v1, Kind=Widget'),
    )
  })

  it('AGT-2 values of paths; what cannot be one is an error, and the others are there all the same', () => {
    const rules = paths(
      { name: 'phase', path: '.status.phase' },
      { name: 'ratio', path: '.status.ratio' },
      { name: 'none', path: '.status.none' },
      { name: 'all', path: '.status.all' },
      { name: 'flag', path: '.status.flag' },
      { name: 'old', version: 'v0', path: '.status.phase' },
      { name: 'wild', path: '.status.*' },
    )
    const content = { status: { phase: 'x', ratio: 0.5, none: null, all: {}, flag: false } }
    const found = feedbackOf(rules, object('Widget', content))
    expect(found.values).toEqual([
      { name: 'phase', fieldValue: { type: 'String', string: 'x' } },
      { name: 'flag', fieldValue: { type: 'Boolean', boolean: false } },
    ])
    expect(found.condition).toMatchObject(
      failed(
        `[${[
          'the type float64 of the value for ratio is not found',
          'the type map[string]interface {} of the value for all is not found',
          'version set in the path old is not matched for the related resource',
          'failed to parse json path .status.* of wild with error: ".*" is not supported by this agent',
        ].join(', ')}]`,
      ),
    )
  })

  it('AGT-2 a name stands once, since the hub would refuse the whole status', () => {
    const rules = paths({ name: 'a', path: '.status.phase' }, { name: 'a', path: '.kind' })
    expect(feedbackOf(rules, object('Widget', { status })).values).toHaveLength(1)
  })
})
