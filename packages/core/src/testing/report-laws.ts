import fc from 'fast-check'
import { isObject, type JsonObject, labelsOf, memberOf, names } from '../kube/index.ts'
import type { Report, Transport } from '../transport/index.ts'
import { claim, claimEqual } from './claims.ts'
import { anyObject } from './generated-json.ts'
import { lawOf, type TransportLaw } from './law.ts'
import { type TransportFacts, type TransportReceiver, valuesOf } from './world.ts'

/** What comes back of objects in WECs (section 9). */
export function reportLaws(transport: Transport, facts: TransportFacts): readonly TransportLaw[] {
  const { wrapped } = valuesOf(transport, facts)
  const none = lawOf(
    'RPT-7 a wrapped object is no report',
    fc.property(wrapped, (object) => {
      claim(transport.reportOf(object) === undefined, 'it reports nothing')
    }),
  )
  return facts.receiver === undefined ? [none] : [none, ...recordLaws(transport, facts.receiver)]
}

function recordLaws(transport: Transport, receiver: TransportReceiver): readonly TransportLaw[] {
  return [
    lawOf(
      'RPT-7, AGT-3 reportOf(record) is the report: object, WEC, whose it is, status, its generation and time',
      fc.property(reports, (report) => {
        const back = transport.reportOf(receiver.record(report))
        claim(back !== undefined, 'it is a record')
        if (back?.ok !== true) throw new Error(`it cannot be read: ${JSON.stringify(back?.problems)}`)
        claimEqual(back.value, report, 'all of it comes back')
      }),
    ),
    lawOf(
      'WRP-2 a record is no wrapped object of anybody, where both are of one resource',
      fc.property(reports, (report) => {
        const record = receiver.record(report)
        const isOneResource = transport.reports.some(
          ({ group, resource }) =>
            group === transport.resource.group && resource === transport.resource.resource,
        )
        const { originBinding, originWds } = names.labels
        if (isOneResource)
          for (const label of [originBinding, originWds])
            claim(memberOf(labelsOf(record), label) === undefined, `it has no label ${label}`)
      }),
    ),
  ]
}

const statuses: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>({}, { replicas: 2, observedGeneration: 7 }, { phase: 'Active' }),
  anyObject.filter(isObject),
)

const reports: fc.Arbitrary<Report> = fc
  .record({
    object: fc.constantFrom(
      { group: 'apps', resource: 'deployments', namespace: 'x', name: 'web' },
      { group: '', resource: 'namespaces', namespace: '', name: 'x' },
    ),
    wec: fc.constantFrom('wec1', 'wec2'),
    wrapped: fc.option(fc.constant({ name: 'policy-wds1-0', uid: 'u1' }), { nil: undefined }),
    status: fc.option(statuses, { nil: undefined }),
    at: fc.option(fc.constantFrom('2026-01-01T00:00:00Z'), { nil: undefined }),
    generation: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ object, wec, wrapped, status, at, generation }) => ({
    object,
    wec,
    ...(wrapped !== undefined && { wrapped }),
    ...(status !== undefined && { status }),
    ...(at !== undefined && { at }),
    ...(generation !== undefined && { generation }),
  }))
