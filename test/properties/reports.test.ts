import {
  type Action,
  evaluate,
  generationOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  namespaceOf,
  type Outcome,
  plan,
  type Ref,
  refKey,
  refOf,
  type Snapshot,
  stringAt,
  uidOf,
  withEvents,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgentManner, agent } from '../generators/agent.ts'
import { putEvent } from '../generators/changes.ts'
import { recordSketches } from '../generators/records.ts'
import {
  managedClusters,
  manifestWorks,
  objectOfKind,
  policies,
  wdsResources,
  workStatuses,
} from '../generators/vocabulary.ts'
import {
  referenceSettingsOf,
  settingsOf,
  snapshotOfWorld,
  type World,
  withObject,
  withUnknown,
  worlds,
  worldsThatAsk,
} from '../generators/worlds.ts'
import { unevenAgents, worldsOfSeveral, worldsThatStand } from '../generators/worlds-of-several.ts'
import { written } from '../generators/writer.ts'
import { badness, memberVerdict, oracles } from '../law/judge.ts'
import { mistakeOf } from '../law/law.ts'
import { GENERATION } from '../law/scope.ts'
import { statusFaults } from '../oracles/index.ts'
import { isWorkload } from '../reference/bindings.ts'
import { referenceOutcome } from '../reference/deliveries.ts'
import { bytewise, idOf, type Listed, OWN_LABELS, referenceInput } from '../reference/world.ts'
import { aggregateOf } from '../reference-reports/aggregates.ts'
import { lastRecord, reportOf } from '../reference-reports/reports.ts'
import { ofKind, runs, textOf, toRest } from './support.ts'

const MOST = 12
const [SINGLE = '', MULTI = '', COUNT = ''] = OWN_LABELS
const LAWFUL = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job']
// What has ended stays ended, whatever is edited (AGG-2).
const EDITED = LAWFUL.filter((kind) => kind !== 'Job')
const NEVER_WRITTEN = ['Namespace', 'CustomResourceDefinition']

/** Agents that record anything of anything, once and for all by its name. */
const manners: Arbitrary<AgentManner> = fc
  .array(fc.uniqueArray(recordSketches('no zeros'), { selector: ({ suffix }) => suffix, maxLength: 3 }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((drawn) => ({
    reports: (manifest) => drawn[textOf(manifest).length % drawn.length] ?? [],
  }))

/** A world in which another WDS delivers something to each WEC, too. */
const shared: Arbitrary<World> = fc.tuple(worldsThatAsk, fc.nat()).map(([world, at]) => {
  const objects = world.wds.objects.filter((one) => !one.apiVersion.startsWith('control.kubestellar.io/'))
  const object = objects[at % Math.max(1, objects.length)]
  const wecs = world.its.objects.filter(({ kind }) => kind === managedClusters.kind)
  if (object === undefined) return world
  return wecs.reduce((all, wec) => {
    const namespace = String(wec.metadata['name'])
    const labels = {
      'transport.kubestellar.io/originOwnerReferenceBindingKey': 'theirs',
      'transport.kubestellar.io/originWdsName': 'wds2',
    }
    const place = { name: 'a-of-wds2', namespace, uid: `uid-of-wds2-${namespace}`, generation: 1 }
    const spec = { workload: { manifests: [object] } }
    const work = objectOfKind(manifestWorks, { ...place, resourceVersion: '1', labels }, { spec })
    return withObject(all, 'its', work)
  }, world)
})

const anyWorlds = fc.oneof(worlds, shared)

describe('reported state', () => {
  it('AGG-5 no observedGeneration speaks of an edit before the WEC has applied and observed it', () => {
    fc.assert(
      fc.property(worldsThatAsk, fc.nat(), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const copied = workloadIn(snapshot).filter((object) => generationAt(object) !== undefined)
        const object = copied[at % Math.max(1, copied.length)]
        if (object === undefined || !cameFromWec(object)) return
        // WRP-7: there an edit is not delivered.
        if (ofKind(snapshot, 'its', 'ManifestWork').some((work) => /CreateOnly/.test(textOf(work)))) return
        const ref = refIn(snapshot, object)
        const generation = generationOf(object) + 1
        const metadata = { ...object.metadata, generation }
        const edited = withEvents(snapshot, [
          putEvent(snapshot, 'wds', { ...object, metadata, edited: 'yes' }),
        ])
        const silent = toRest(edited, settings, 'no agent', MOST).snapshot.get(ref)
        expect(generationAt(silent)).toBe(generationAt(object))
        const applied = toRest(edited, settings, {}, MOST).snapshot.get(ref)
        const isDelivered = textOf(memberOf(applied, 'status')) !== textOf(memberOf(silent, 'status'))
        if (isDelivered) expect(generationAt(applied)).toBe(generation)
      }),
      runs(30),
    )
  })

  it('RPT-1, RPT-3..7, AGG-5 at rest: what stands on every object is what the reference says', () => {
    fc.assert(
      fc.property(shared, manners, (world, manner) => {
        const { snapshot } = toRest(snapshotOfWorld(world), settingsOf(world), manner, MOST)
        const input = inputAt(world, snapshot)
        const reference = referenceOutcome(input)
        for (const one of input.wds.filter((listed) => isWorkload(listed.id, input))) {
          expectReported(one, initial(world, one), reportOf(one, reference, input))
        }
      }),
      runs(30),
    )
  })

  it('RPT-1..7, RPT-9, RPT-10, AGG-1, AGG-3..7, AGG-9 at rest: of several WECs stands what the reference says, and Ready says who is not heard', () => {
    fc.assert(
      fc.property(worldsOfSeveral, unevenAgents, (world, manner) => {
        const { snapshot, outcome } = toRest(snapshotOfWorld(world), settingsOf(world), manner, MOST)
        const input = inputAt(world, snapshot)
        const reference = referenceOutcome(input)
        for (const one of input.wds.filter((listed) => isWorkload(listed.id, input))) {
          const expected = reportOf(one, reference, input)
          expectReported(one, initial(world, one), expected)
          expectLawful(one, expected.members)
        }
        for (const [{ resource, name }, status] of outcome.statuses)
          if (resource === 'bindings') expectReady(status, name, unheardOf(name, input, reference))
      }),
      runs(50),
    )
  })

  it('AGG-1, AGG-4, AGG-5 after edits that some WECs have not applied: of what was edited stands what the reference says, all else stays', () => {
    fc.assert(
      fc.property(worldsOfSeveral, unevenAgents, fc.nat(1), fc.nat(2), (world, manner, bit, spared) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, manner, MOST)
        // WRP-7: there an edit is not delivered, and what was applied once is current.
        if (ofKind(snapshot, 'its', 'ManifestWork').some((work) => /CreateOnly/.test(textOf(work)))) return
        const edited = new Set<string>()
        const edits = workloadIn(snapshot)
          .filter(({ kind }, at) => EDITED.includes(kind) && at % 3 !== spared)
          .map((object) => {
            edited.add(uidOf(object))
            const metadata = { ...object.metadata, generation: generationOf(object) + 1 }
            return putEvent(snapshot, 'wds', { ...object, metadata, edited: 'yes' })
          })
        const { snapshot: written } = toRest(withEvents(snapshot, edits), settings, 'no agent', MOST)
        // Their neighbours in a wrapped object have not changed.
        for (const object of workloadIn(written))
          if (!edited.has(uidOf(object))) expectLeftAlone(snapshot.get(refIn(snapshot, object)), object)
        const sees = (work: KubeObject) => namespaceOf(work).length % 2 === bit
        const { snapshot: after } = toRest(written, settings, { ...manner, sees }, MOST)
        const input = inputAt(world, after)
        const reference = referenceOutcome(input)
        for (const one of input.wds) {
          if (!edited.has(uidOf(one.object)) || !isWorkload(one.id, input)) continue
          const expected = reportOf(one, reference, input)
          expectReported(one, initial(world, one), expected)
          expectLawful(one, expected.members)
        }
      }),
      runs(30),
    )
  })

  it('AGG-2, P-6 every status that is written is one that servers take, whatever stood there, and comes to rest', () => {
    fc.assert(
      fc.property(worldsThatStand, unevenAgents, (world, manner) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        for (let round = 0; round < 6; round++) {
          const outcome = evaluate(snapshot, settings)
          const after = written(outcome)
          for (const action of reportWrites(outcome)) {
            const [before, now] = [snapshot.get(action.ref), after.get(action.ref)]
            const isStatus = action.kind === 'patch' && action.format === 'json'
            // What no server would hold says nothing of what it takes.
            if (
              isStatus &&
              before !== undefined &&
              now !== undefined &&
              statusFaults({}, before).length === 0
            )
              expect(statusFaults(before, now), refKey(action.ref)).toEqual([])
          }
          snapshot = agent(after, manner)
        }
        toRest(snapshot, settings, manner, MOST)
      }),
      runs(30),
    )
  })

  it('RPT-12 a status that somebody else replaced is written again, and they are named', () => {
    fc.assert(
      fc.property(fc.oneof(worldsOfSeveral, worldsThatAsk), fc.nat(), (world, at) => {
        const settings = settingsOf(world)
        const { snapshot } = toRest(snapshotOfWorld(world), settings, {}, MOST)
        const input = inputAt(world, snapshot)
        const ours = input.wds
          .filter(({ id }) => isWorkload(id, input))
          .map((one) => one.object)
          .filter((object) => cameFromWec(object) && !saysNothing(object) && hasStatusIn(snapshot, object))
        const object = ours[at % Math.max(1, ours.length)]
        if (object === undefined) return
        const ref = refIn(snapshot, object)
        const time = '2026-01-01T00:00:01Z'
        const managedFields = [{ manager: 'another', operation: 'Update', subresource: 'status', time }]
        const theirs = {
          ...object,
          status: { theirs: 'yes' },
          metadata: { ...object.metadata, managedFields },
        }
        const contested = withEvents(snapshot, [putEvent(snapshot, 'wds', theirs)])
        const outcome = evaluate(contested, settings)
        const told = outcome.problems.get(ref)?.filter(({ code }) => code === 'StatusContested') ?? []
        expect(
          told.map(({ message }) => message.startsWith(`another writes its .status too, at ${time}`)),
        ).toEqual([true])
        expect(memberOf(written(outcome).get(ref), 'status')).not.toHaveProperty('theirs')
      }),
      runs(30),
    )
  })

  it('ACT-1, RPT-11 nothing is written on a user’s object but status and label, and no status of a WEC is unlabelled', () => {
    fc.assert(
      fc.property(anyWorlds, manners, (world, manner) => {
        const settings = settingsOf(world)
        let snapshot = snapshotOfWorld(world)
        for (let round = 0; round < 6; round++) {
          const outcome = evaluate(snapshot, settings)
          for (const action of reportWrites(outcome)) expectModest(action, snapshot)
          snapshot = agent(written(outcome), manner)
        }
      }),
      runs(30),
    )
  })

  it('RPT-8 a status or a label of ours, written by whomever, leads to no write elsewhere', () => {
    fc.assert(
      fc.property(
        anyWorlds,
        manners,
        fc.array(fc.tuple(fc.nat(), fc.nat(4)), { minLength: 1 }),
        (world, manner, made) => {
          const settings = settingsOf(world)
          const { snapshot } = toRest(snapshotOfWorld(world), settings, manner, MOST)
          const objects = workloadIn(snapshot)
          if (objects.length === 0) return
          const touched = made.reduce((one, [at, how]) => {
            const object = objects[at % objects.length]
            return object === undefined ? one : withEvents(one, [putEvent(one, 'wds', restated(object, how))])
          }, snapshot)
          const refs = new Set(objects.map((object) => refKey(refIn(snapshot, object))))
          // A collector sees labels as they are (COL-11).
          for (const action of plan(evaluate(touched, settings)).actions)
            if (action.ref.resource !== 'combinedstatuses')
              expect(refs, textOf(action)).toContain(refKey(action.ref))
          const rest = toRest(touched, settings, manner, MOST)
          expect(bodies(ofKind(rest.snapshot, 'its', 'ManifestWork'))).toEqual(
            bodies(ofKind(snapshot, 'its', 'ManifestWork')),
          )
        },
      ),
      runs(30),
    )
  })

  it('SNP-2 while something is not seen that decides, every status stays', () => {
    const deciding = [managedClusters, manifestWorks, workStatuses, policies]
    fc.assert(
      fc.property(worlds, fc.constantFrom(...deciding), (world, unseen) => {
        const blind = withUnknown(world, (space, at) => world[space].resources[at] === unseen)
        expect(reportWrites(evaluate(snapshotOfWorld(blind), settingsOf(blind)))).toEqual([])
      }),
      runs(30),
    )
  })

  it('SNP-2 no status is written of a resource that is not seen', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (world, at) => {
        const unseen = wdsResources[at % wdsResources.length]
        const blind = withUnknown(world, (space, index) => world[space].resources[index] === unseen)
        const writes = reportWrites(evaluate(snapshotOfWorld(blind), settingsOf(blind)))
        expect(writes.filter(({ ref }) => ref.resource === unseen?.resource)).toEqual([])
      }),
      runs(30),
    )
  })
})

function inputAt(world: World, snapshot: Snapshot) {
  const at = (space: 'wds' | 'its') => ({ ...world[space], objects: [...snapshot.objects(space)] })
  return referenceInput({ ...referenceSettingsOf(world), wds: at('wds'), its: at('its') })
}

function initial(world: World, { object }: Listed): KubeObject {
  const uid = String(object.metadata['uid'])
  return world.wds.objects.find((one) => one.metadata['uid'] === uid) ?? object
}

type Reference = ReturnType<typeof referenceOutcome>
type Expected = ReturnType<typeof reportOf>

function expectReported(one: Listed, before: KubeObject, { members, count }: Expected): void {
  const now = one.object
  expect(memberOf(labelsOf(now), COUNT), one.id).toBe(count)
  const [only, ...others] = members
  const said = members.map(({ record }) => memberOf(record, 'status')).filter(isObject)
  const [first] = said
  if (NEVER_WRITTEN.includes(one.kind)) expectLeftAlone(before, now)
  else if (first !== undefined && others.length > 0) expectAggregate(one, members)
  else if (first !== undefined && !cameFromWec(now)) expect(isEmpty(bare(first)), one.id).toBe(true)
  else if (first !== undefined)
    expectCopy(one, first, only?.isCurrent === true ? observedAt(only.record) : undefined)
  // What nobody reports is of several WECs still something, for kinds whose counts are known (AGG-4).
  else if (others.length > 0 && !saysNothing(now) && cameFromWec(now)) expectAggregate(one, members)
  else if (cameFromWec(before))
    expect([one.id, cameFromWec(now), saysNothing(now)], textOf([now, members])).toEqual([
      one.id,
      false,
      true,
    ])
  else expectLeftAlone(before, now)
}

// RPT-2, RPT-6, section 10.
function expectAggregate({ object, hasStatus, id }: Listed, members: Expected['members']): void {
  // Where an aggregate says nothing, there is none, and what others wrote stays.
  const isThere = memberOf(labelsOf(object), MULTI) === 'true'
  expect(memberOf(labelsOf(object), SINGLE) === 'true', id).toBe(false)
  if (isThere) expect(saysNothing(object), id).toBe(false)
  const status = isThere ? memberOf(object, 'status') : undefined
  const wanted = aggregateOf(object, members)
  if (wanted === undefined) return
  const numbers = [...wanted.numbers].map(([field]) => [field, Number(memberOf(status, field) ?? 0)])
  expect(numbers, id).toEqual([...wanted.numbers])
  const words = [...wanted.words].map(([field]) => [field, memberOf(status, field)])
  expect(words, id).toEqual([...wanted.words])
  const found = [...wanted.conditions].map(([type]) => [type, statusIn(status, type)])
  expect(found, id).toEqual([...wanted.conditions])
  const generation = memberOf(status, 'observedGeneration')
  if (!hasStatus || !wanted.isCounted) expect(generation, id).toBeUndefined()
  else if (wanted.isCurrent) expect(generation ?? 0, id).toBe(generationOf(object))
  else expect(generation ?? 0, id).toBeLessThan(Math.max(1, generationOf(object)))
}

function statusIn(status: Json | undefined, type: string): string | undefined {
  const one = listAt(status, 'conditions').find((condition) => stringAt(condition, 'type') === type)
  const said = stringAt(one, 'status')
  // Of Jobs, an end that is not reached may be told as Unknown.
  return ['Complete', 'Failed'].includes(type) && said !== 'True' ? undefined : said
}

// RPT-9, RPT-10: the WECs of a Binding that report nothing of some object that is asked for and there, or are not available.
function unheardOf(name: string, input: ReturnType<typeof inputAt>, reference: Reference): readonly string[] {
  const binding = reference.bindings.get(name)
  const wecs = [...(binding?.destinations ?? [])].sort(bytewise)
  return wecs.filter((wec) => {
    const listed = input.wds.filter(
      (one) =>
        one.hasStatus && reference.delivered.get(wec)?.get(name)?.has(one.id) === true && isAskedIn(one),
    )
    const cluster = input.its.find((one) => one.kind === managedClusters.kind && one.name === wec)
    const isAvailable = listAt(cluster?.object, 'status', 'conditions').some(
      (one) =>
        stringAt(one, 'type') === 'ManagedClusterConditionAvailable' && stringAt(one, 'status') === 'True',
    )
    return (
      listed.some((one) => lastRecord(one, wec, input) === undefined) || (listed.length > 0 && !isAvailable)
    )
  })

  function isAskedIn({ id }: Listed): boolean {
    return (binding?.workload ?? []).some(
      (entry) =>
        idOf(entry) === id &&
        (entry['wantSingletonReportedState'] === true || entry['wantMultiWECReportedState'] === true),
    )
  }
}

function expectReady(status: Json, name: string, unheard: readonly string[]): void {
  const ready = listAt(status, 'conditions').find((one) => stringAt(one, 'type') === 'Ready')
  const reason = stringAt(ready, 'reason') ?? ''
  if (!['AllApplied', 'NotReported'].includes(reason)) return
  expect([name, reason]).toEqual([name, unheard.length > 0 ? 'NotReported' : 'AllApplied'])
  for (const wec of unheard.slice(0, 10)) expect(stringAt(ready, 'message')).toContain(`${wec} (`)
}

function hasStatusIn(snapshot: Snapshot, object: KubeObject): boolean {
  return snapshot.resource('wds', refIn(snapshot, object))?.hasStatus === true
}

// AGG-1, over what really stands there; kinds whose WECs report what no server of that kind would take are left out.
function expectLawful({ object, id }: Listed, members: Expected['members']): void {
  if (
    !LAWFUL.includes(object.kind) ||
    members.length < 2 ||
    !cameFromWec(object) ||
    generationOf(object) === 0
  )
    return
  const observes = object.kind !== 'Job'
  const states = members.map(({ record, isCurrent }) => {
    const status = memberOf(record, 'status')
    const seen = memberOf(status, 'observedGeneration')
    const isSeen = seen === undefined || Number(seen) >= observedAt(record)
    return { status: isObject(status) ? status : undefined, current: isCurrent && isSeen }
  })
  for (const oracle of oracles) {
    const judged = states.map((state) => memberVerdict(oracle, withLawsGeneration(object), state, observes))
    const whole = badness(oracle, object)
    if (whole !== undefined) expect([id, oracle, mistakeOf(judged, whole)]).toEqual([id, oracle, undefined])
  }
}

function expectLeftAlone(before: KubeObject | undefined, now: KubeObject): void {
  expect(memberOf(now, 'status')).toEqual(memberOf(before, 'status'))
}

// RPT-1, RPT-6, AGG-5; `seen`: the generation that must have been observed, undefined where the WEC is not current.
function expectCopy({ object, hasStatus, id }: Listed, said: JsonObject, seen: number | undefined): void {
  const status = memberOf(object, 'status')
  expect(labelsOf(object)[SINGLE], id).toBe('true')
  expect(labelsOf(object)[MULTI]).not.toBe('true')
  expect(bare(status)).toEqual(bare(said))
  const parts = (of: Json | undefined) => [of, ...listAt(of, 'conditions')]
  for (const [index, part] of parts(said).entries()) {
    const generation = memberOf(part, 'observedGeneration')
    const here = memberOf(parts(status)[index], 'observedGeneration')
    if (generation === undefined || !hasStatus) expect(here, id).toBeUndefined()
    else if (seen !== undefined && Number(generation) >= seen)
      expect(here ?? 0, id).toBe(generationOf(object))
    else if (here !== undefined) expect(here).toBeLessThanOrEqual(generationOf(object))
  }
}

// The judges of the law know one generation.
const withLawsGeneration = (object: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, generation: GENERATION },
})
const observedAt = (record: KubeObject | undefined) =>
  Number(stringAt(record?.metadata, 'annotations', 'downsync/generation') ?? '0')

// Without any generation.
function bare(status: Json | undefined): Json {
  return JSON.parse(
    textOf(status)
      .replaceAll(/"observedGeneration":\d+,?/g, '')
      .replaceAll(',}', '}'),
  ) as Json
}

const cameFromWec = (object: KubeObject) =>
  [SINGLE, MULTI].some((label) => memberOf(labelsOf(object), label) === 'true')
// P-6a
const isEmpty = (value: Json): boolean =>
  isObject(value) || Array.isArray(value)
    ? Object.values(value).every((one: Json) => isEmpty(one))
    : [null, 0, '', false].includes(value as null)
const saysNothing = (object: KubeObject) =>
  ['null', '{}', '{"replicas":0}', '{"loadBalancer":{}}'].includes(textOf(memberOf(object, 'status')))
const generationAt = (object: KubeObject | undefined) =>
  memberOf(memberOf(object, 'status'), 'observedGeneration')

function workloadIn(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('wds')].filter(
    ({ apiVersion, kind }) => !apiVersion.startsWith('control.') && kind !== 'Event' && kind !== 'Node',
  )
}

function reportWrites(outcome: Outcome): readonly Action[] {
  return plan(outcome).actions.filter(
    ({ ref, why }) =>
      ref.space === 'wds' && ref.group !== 'control.kubestellar.io' && !why.rule.startsWith('COL-'),
  )
}

function expectModest(action: Action, snapshot: Snapshot): void {
  const there = snapshot.get(action.ref)
  if (action.kind !== 'patch' || there === undefined) throw new Error(`no patch: ${textOf(action)}`)
  if (action.format === 'json') {
    for (const operation of listAt(action.patch))
      expect(stringAt(operation, 'path')).toMatch(/^\/status(\/|$)/)
    expect(cameFromWec(there)).toBe(true)
    return
  }
  const labels = memberOf(memberOf(action.patch, 'metadata'), 'labels')
  expect(textOf(action.patch)).toBe(textOf({ metadata: { labels } }))
  for (const [name, value] of Object.entries(labels ?? {})) {
    expect(OWN_LABELS).toContain(name)
    const isCleared = value === null && name !== COUNT && memberOf(labels, SINGLE) !== 'true'
    if (isCleared && name === SINGLE) expect(saysNothing(there)).toBe(true)
  }
}

// What somebody else does to what is ours.
function restated(object: KubeObject, how: number): KubeObject {
  const labels = { ...labelsOf(object), [SINGLE]: 'true', [COUNT]: '7' }
  const { [SINGLE]: _, [MULTI]: _multi, [COUNT]: _count, ...without } = labelsOf(object)
  const { status: _status, ...rest } = object
  const made = [
    { ...object, status: { theirs: 'yes' } },
    rest,
    { ...object, metadata: { ...object.metadata, labels } },
    { ...object, metadata: { ...object.metadata, labels: without } },
    { ...object, status: { theirs: 'yes' }, metadata: { ...object.metadata, labels } },
  ]
  return made[how] ?? object
}

function refIn(snapshot: Snapshot, object: KubeObject): Ref {
  const group = object.apiVersion.split('/').slice(0, -1).join('/')
  const info = snapshot.resourceOfKind('wds', group, object.kind)
  const [namespace, name] = ['namespace', 'name'].map((key) => stringAt(object.metadata, key) ?? '')
  return refOf('wds', { group, resource: info?.resource ?? '', namespace: namespace ?? '', name: name ?? '' })
}

function bodies(works: readonly KubeObject[]): readonly string[] {
  return works.map((work) => textOf([work.metadata['name'], work['spec']]))
}
