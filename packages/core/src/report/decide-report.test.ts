import { describe, expect, it } from 'vitest'
import { builtInTables } from '../aggregate/index.ts'
import { type GroupResource, type Json, type KubeObject, names, refOf } from '../kube/index.ts'
import { decideReport, type ReportInput, shownWecs } from './decide-report.ts'
import type { Asked, Place } from './types.ts'

const jobs: GroupResource = { group: 'batch', resource: 'jobs' }
const asked = (...wecs: readonly string[]): Asked => ({ singleton: true, multi: false, wecs })
const ref = refOf('its', {
  group: 'control.kubestellar.io',
  resource: 'workstatuses',
  namespace: 'east',
  name: 'x',
})
const id = { ...jobs, namespace: 'shop', name: 'web' }
const place = (wec: string, status?: Json): Place => ({
  wec,
  isCurrent: true,
  record: { ref, report: { object: id, wec, ...(status !== undefined && { status }) } },
})
const fromWec = { [names.labels.singletonStatus]: 'true' }
const job = (status: Json | undefined, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'web', namespace: 'shop', generation: 7, labels },
  ...(status !== undefined && { status }),
})
const decide = (more: Partial<ReportInput>) =>
  decideReport({
    resource: jobs,
    object: job(undefined),
    hasStatus: true,
    asked: asked('east'),
    places: [],
    tables: builtInTables,
    ...more,
  })

const started = { startTime: '2026-01-01T00:00:00Z', active: 1 }

describe('what is to be written on an object', () => {
  it('RPT-1, RPT-2 shows the WEC that is the only one, or all where an aggregate is asked for', () => {
    expect(shownWecs(jobs, undefined)).toEqual([])
    expect(shownWecs(jobs, asked())).toEqual([])
    expect(shownWecs(jobs, asked('east'))).toEqual(['east'])
    expect(shownWecs(jobs, asked('east', 'west'))).toEqual([])
    expect(shownWecs(jobs, { ...asked('east', 'west'), multi: true })).toEqual(['east', 'west'])
  })

  it('RPT-5 leaves the status of namespaces and CRDs as it stands, and of nothing else that is called so', () => {
    const kindOf = (group: string, resource: string) => {
      const shown = shownWecs({ group, resource }, asked('east'))
      const { status, executing } = decide({ resource: { group, resource } })
      expect(executing).toBe(1)
      return [status.kind, shown.length]
    }
    expect(kindOf('', 'namespaces')).toEqual(['untouched', 0])
    expect(kindOf('apiextensions.k8s.io', 'customresourcedefinitions')).toEqual(['untouched', 0])
    expect(kindOf('example.com', 'namespaces')).toEqual(['none', 1])
    expect(kindOf('', 'customresourcedefinitions')).toEqual(['none', 1])
  })

  it('RPT-3 of a status that came from no WEC wants nothing, not even what upstream would keep of it', () => {
    expect(decide({ object: job(started) }).status).toEqual({ kind: 'none', status: undefined, untruths: [] })
    const kept = decide({ object: job(started, fromWec) }).status
    expect(kept).toMatchObject({ kind: 'none', status: { startTime: started.startTime } })
  })

  it('RPT-1, RPT-3 of the only WEC is its status; while that says nothing, none', () => {
    const silent = { object: job(started, fromWec), places: [place('east')] }
    expect(decide(silent).status).toMatchObject({ kind: 'none' })
    expect(decide({ places: [place('east', { active: 2 })] }).status).toEqual({
      kind: 'copy',
      status: { active: 2 },
      provenance: new Map([['', ['east']]]),
      untruths: [],
    })
  })

  it('RPT-1, AGG-2 is a copy of what upstream lets be written: a Job that has started does not begin anew', () => {
    const later = { active: 2, startTime: '2026-02-02T00:00:00Z' }
    const { status } = decide({ object: job(started, fromWec), places: [place('east', later)] })
    expect(status).toMatchObject({ kind: 'copy', status: { active: 2, startTime: started.startTime } })
    const ended = { ...started, conditions: [{ type: 'Complete', status: 'True' }] }
    const begun = decide({ object: job(ended, fromWec), places: [place('east', started)] }).status
    expect(begun).toHaveProperty('status.conditions', [expect.objectContaining({ type: 'Complete' })])
    expect(begun).toHaveProperty('untruths', [expect.objectContaining({ path: '/conditions/Complete' })])
  })

  it('RPT-6 has no generation where a status is no subresource, of one WEC or of several', () => {
    const web = { ...job(undefined), apiVersion: 'apps/v1', kind: 'Deployment' }
    const places = [place('east', { observedGeneration: 3 }), place('west', { observedGeneration: 4 })]
    const of = (hasStatus: boolean, few: readonly Place[]) =>
      decide({ object: web, hasStatus, places: few }).status
    expect(of(true, places)).toHaveProperty('status.observedGeneration', 7)
    expect(of(false, places)).not.toHaveProperty('status.observedGeneration')
    expect(of(false, places.slice(0, 1))).toMatchObject({ kind: 'copy', status: {} })
    expect(of(false, places.slice(0, 1))).not.toHaveProperty('status.observedGeneration')
    const updated = [3, 2].map((updatedReplicas, at) => place(`w${at}`, { updatedReplicas }))
    expect(of(false, updated)).toHaveProperty('status.updatedReplicas', 3)
    // Where none is to be had, none is missed: the WECs are current.
    expect(of(false, places)).not.toHaveProperty('status.conditions')
  })

  it('P-4 touches nothing while a record cannot be told', () => {
    const unread: Place = { wec: 'east', isCurrent: true, record: 'unreadable' }
    const places = [unread, place('west', { active: 1 })]
    expect(decide({ object: job(started, fromWec), places }).status).toEqual({ kind: 'untouched' })
  })
})
