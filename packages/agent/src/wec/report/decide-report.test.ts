import {
  annotationsOf,
  type JsonObject,
  type KubeObject,
  memberOf,
  mergePatch,
  names,
  resourceVersionOf,
  withMember,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideReport, type SentStatus } from './decide-report.ts'
import { isReported, isReportedKind, reportName, wantedReport } from './wanted-report.ts'

const work: KubeObject = {
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'ManifestWork',
  metadata: {
    name: 'w',
    namespace: 'wec1',
    uid: 'w1',
    labels: { 'transport.kubestellar.io/originWdsName': 'wds1' },
  },
}
const meta = {
  ordinal: 0,
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  resource: 'deployments',
  name: 'web',
  namespace: 'shop',
}

type State = Readonly<{ generation: number | undefined; status: JsonObject | undefined }>

function wantedOf({ generation, status }: State) {
  const metadata = { name: 'web', namespace: 'shop', ...(generation === undefined ? {} : { generation }) }
  const object: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    ...(status && { status }),
  }
  return wantedReport(work, 'amw1', meta, object)
}

const states: fc.Arbitrary<State> = fc.record({
  generation: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  status: fc.option(fc.record({ observedGeneration: fc.integer({ min: 1, max: 3 }) }), { nil: undefined }),
})

/** The record after each write that leads to what is wanted. */
function history(
  wanted: ReturnType<typeof wantedOf> | undefined,
  start: KubeObject | undefined,
): readonly (KubeObject | undefined)[] {
  const steps: (KubeObject | undefined)[] = []
  let existing = start
  let sent: SentStatus | undefined
  for (let version = 10; version < 20; version++) {
    const decision = decideReport(wanted, existing, sent)
    switch (decision.kind) {
      case 'nothing':
        return steps
      case 'create':
        existing = decision.object
        break
      case 'status':
        existing = decision.object
        sent = { status: wanted?.status, resourceVersion: String(version) }
        break
      case 'generation':
        existing = mergePatch(existing, decision.patch) as KubeObject
        break
      default:
        existing = undefined
    }
    existing &&= {
      ...existing,
      metadata: { ...existing.metadata, uid: 'r1', resourceVersion: String(version) },
    }
    steps.push(existing)
  }
  throw new Error('without end')
}

const generationOf = (record: KubeObject | undefined) =>
  record && annotationsOf(record)[names.annotations.generation]

describe('AGT-3 writing a record', () => {
  it('AGT-3 ends with status and generation as they are, in three writes at most', () => {
    fc.assert(
      fc.property(states, fc.option(states, { nil: undefined }), (next, before) => {
        const start = before && history(wantedOf(before), undefined).at(-1)
        const steps = history(wantedOf(next), start)
        expect(steps.length).toBeLessThanOrEqual(3)
        const last = steps.at(-1) ?? start
        expect(memberOf(last, 'status')).toEqual(next.status)
        expect(generationOf(last)).toBe(next.generation === undefined ? undefined : String(next.generation))
        expect(history(wantedOf(next), last)).toEqual([])
      }),
    )
  })

  it('AGT-3 never says a generation before the status that belongs to it', () => {
    fc.assert(
      fc.property(states, states, (before, next) => {
        const start = history(wantedOf(before), undefined).at(-1)
        for (const record of history(wantedOf(next), start)) {
          const isNew =
            generationOf(record) === String(next.generation) && generationOf(record) !== generationOf(start)
          if (isNew) expect(memberOf(record, 'status')).toEqual(next.status)
        }
      }),
    )
  })

  it('AGT-3 a record goes with its object, is made anew for another one, and is waited for while it goes', () => {
    const record = history(wantedOf({ generation: 1, status: {} }), undefined).at(-1) ?? expect.fail()
    expect(decideReport(undefined, record)).toEqual({ kind: 'delete', uid: 'r1' })
    expect(decideReport(undefined, undefined)).toEqual({ kind: 'nothing' })
    const ofAnother = { ...record, spec: { sourceRef: {} } }
    expect(decideReport(wantedOf({ generation: 1, status: {} }), ofAnother)).toEqual({
      kind: 'delete',
      uid: 'r1',
    })
    const going = { ...record, metadata: { ...record.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }
    expect(decideReport(wantedOf({ generation: 1, status: {} }), going)).toEqual({ kind: 'wait' })
    expect(decideReport(undefined, going)).toEqual({ kind: 'nothing' })
  })

  it('P-6b a status that the server takes otherwise is not sent again', () => {
    const wanted = wantedOf({ generation: 1, status: { gone: 'x' } })
    const record = history(wantedOf({ generation: 1, status: {} }), undefined).at(-1) ?? expect.fail()
    expect(decideReport(wanted, record).kind).toBe('status')
    const sent = { status: wanted.status, resourceVersion: resourceVersionOf(record) }
    expect(decideReport(wanted, record, sent)).toEqual({ kind: 'nothing' })
    expect(decideReport(wanted, record, { ...sent, resourceVersion: 'old' }).kind).toBe('status')
    expect(decideReport(wantedOf({ generation: 1, status: { gone: null } }), record)).toEqual({
      kind: 'nothing',
    })
  })
})

describe('AGT-3 what is recorded', () => {
  it('AGT-3 of works that KubeStellar or this project made, and of kinds that have a status', () => {
    expect(isReported(work)).toBe(true)
    expect(isReported({ ...work, metadata: { labels: { 'managed-by.kubestellar.io/x': '' } } })).toBe(true)
    expect(isReported({ ...work, metadata: { labels: { app: 'x' } } })).toBe(false)
    expect(isReportedKind({ group: '', kind: 'Secret' })).toBe(false)
    expect(isReportedKind({ group: 'rbac.authorization.k8s.io', kind: 'Role' })).toBe(false)
    expect(isReportedKind({ group: 'example.com', kind: 'Secret' })).toBe(true)
  })

  it("AGT-3 names are those of KubeStellar's add-on; what it would cut is hashed", () => {
    expect(reportName('amw1', meta)).toBe('amw1-appsv1-deployment-shop-web')
    const long = { ...meta, name: 'x'.repeat(250) }
    expect(reportName('amw1', long)).toHaveLength(253)
    expect(reportName('amw1', long)).not.toBe(reportName('amw1', { ...long, name: `${long.name}y` }))
  })

  it('AGT-3 a label of the object that asks for singleton status goes along; a status that is none does not', () => {
    const object: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { [names.labels.singletonStatus]: 'true', app: 'x' } },
    }
    const wanted = wantedReport(work, 'amw1', meta, withMember(object, 'status', 'odd') as KubeObject)
    expect(memberOf(wanted.object.metadata, 'labels')).toEqual({
      'transport.kubestellar.io/originWdsName': 'wds1',
      [names.labels.singletonStatus]: 'true',
    })
    expect(wanted).toMatchObject({ status: undefined, generation: undefined })
  })
})
