import type { Json, JsonObject, KubeObject, Report } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { reportOf } from './report.ts'

const sourceRef = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  namespace: 'x',
  name: 'web',
}

function workStatus(rest: JsonObject = {}, metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'WorkStatus',
    metadata: { name: 'r', namespace: 'wec1', ...metadata },
    spec: { sourceRef },
    ...rest,
  }
}

function read(object: KubeObject): Report | undefined {
  const result = reportOf(object)
  return result?.ok ? result.value : undefined
}

function pathsOf(object: KubeObject): readonly string[] | undefined {
  const result = reportOf(object)
  return result === undefined || result.ok ? undefined : result.problems.map((problem) => problem.path)
}

const owner = {
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'ManifestWork',
  name: 'bp1-wds1-0',
  uid: 'u1',
  controller: true,
}

describe('reading a WorkStatus', () => {
  it('RPT-7 says of which object in which WEC it speaks, and whose record it is', () => {
    expect(read(workStatus({ status: { replicas: 2 } }, { ownerReferences: [owner] }))).toEqual({
      object: { group: 'apps', resource: 'deployments', namespace: 'x', name: 'web' },
      wec: 'wec1',
      wrapped: { name: 'bp1-wds1-0', uid: 'u1' },
      status: { replicas: 2 },
    })
  })

  it('an owner that is no controller, or no ManifestWork, does not count', () => {
    for (const other of [
      { ...owner, controller: false },
      { ...owner, kind: 'Job' },
      { ...owner, apiVersion: 'v1' },
    ])
      expect(read(workStatus({}, { ownerReferences: [other] }))).not.toHaveProperty('wrapped')
  })

  it('a core, cluster-scoped object may leave out what is empty', () => {
    const object = workStatus({ spec: { sourceRef: { resource: 'namespaces', name: 'a' } } })
    expect(read(object)?.object).toEqual({ group: '', resource: 'namespaces', namespace: '', name: 'a' })
  })

  it('a status may be empty; none is none', () => {
    expect(read(workStatus({ status: {} }))?.status).toEqual({})
    expect(read(workStatus())).not.toHaveProperty('status')
    expect(read(workStatus({ status: null }))).not.toHaveProperty('status')
  })

  it('COL-2 the time is the newest of managed fields that hold the status', () => {
    const managedFields: Json = [
      { time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:status': {} } },
      { time: '2026-01-03T00:00:00Z', subresource: 'status' },
      { time: '2026-01-02T00:00:00Z', subresource: 'status' },
      { time: '2026-01-09T00:00:00Z', fieldsV1: { 'f:metadata': {} } },
      { time: '2027', subresource: 'status' },
      { time: '2027-13-01T00:00:00Z', subresource: 'status' },
      { subresource: 'status' },
      null,
    ]
    expect(read(workStatus({}, { managedFields }))?.at).toBe('2026-01-03T00:00:00Z')
    expect(read(workStatus())).not.toHaveProperty('at')
  })

  it('COL-2 times are compared as times, not as texts', () => {
    const managedFields: Json = [
      { time: '2026-01-01T02:00:00+02:00', subresource: 'status' },
      { time: '2026-01-01T01:00:00Z', subresource: 'status' },
    ]
    expect(read(workStatus({}, { managedFields }))?.at).toBe('2026-01-01T01:00:00Z')
  })

  it("AGT-3 the generation is our agent's annotation, if it is an integer", () => {
    const generationOf = (value: Json) =>
      read(workStatus({}, { annotations: { 'downsync/generation': value } }))?.generation
    expect(generationOf('7')).toBe(7)
    expect(generationOf('0')).toBe(0)
    for (const other of ['', '-1', '1.5', '07', '0x1', ' 7', '1e3', '9007199254740993', 7, null])
      expect(generationOf(other)).toBeUndefined()
  })

  it('what does not say of whom it speaks is a problem, with every path', () => {
    expect(pathsOf(workStatus({ spec: {} }))).toEqual(['spec.sourceRef.resource', 'spec.sourceRef.name'])
    expect(pathsOf(workStatus({ spec: { sourceRef: { ...sourceRef, group: 1, name: '' } } }))).toEqual([
      'spec.sourceRef.group',
      'spec.sourceRef.name',
    ])
    expect(pathsOf(workStatus({}, { namespace: '' }))).toEqual(['metadata.namespace'])
  })

  it('another kind, or one of the same name in another group, is none', () => {
    expect(reportOf({ ...workStatus(), kind: 'Binding' })).toBeUndefined()
    expect(reportOf({ ...workStatus(), apiVersion: 'example.com/v1alpha1' })).toBeUndefined()
  })
})
