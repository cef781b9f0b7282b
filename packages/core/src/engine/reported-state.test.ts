import { describe, expect, it } from 'vitest'
import { type AgentManner, agent } from '../../../../test/generators/agent.ts'
import { eventsBetween } from '../../../../test/generators/changes.ts'
import { type RecordSketch, usualReport } from '../../../../test/generators/records.ts'
import { resourceInfo, workStatuses } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  edited,
  errorsAt,
  gone,
  planned,
  plannedTexts,
  put,
  refusing,
  round,
  settings,
  the,
  unseeing,
  worksIn,
  written,
} from '../../../../test/worlds/story.ts'
import {
  annotated,
  at,
  namespace,
  objectOf,
  policy,
  usersBinding,
  wec,
  world,
} from '../../../../test/worlds/world.ts'
import {
  idOf,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  refOf,
  withMember,
} from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { createEngine } from './engine.ts'
import { evaluate } from './evaluate.ts'

const SINGLE = 'managed-by.kubestellar.io/singletonstatus'
const MULTI = 'managed-by.kubestellar.io/multiwecstatus'
const COUNT = 'kubestellar.io/executing-count'
const deployments = resourceInfo('apps', 'deployments', 'Deployment', true, true)
const web = refOf('wds', { ...deployments, namespace: 'shop', name: 'web' })
const singleton = { wantSingletonReportedState: true }
const multi = { wantMultiWECReportedState: true }

const deployment = (place: string, metadata: JsonObject = {}, more: JsonObject = {}): KubeObject =>
  objectOf(deployments, place, { generation: 5, ...metadata }, { spec: { replicas: 2 }, ...more })
const asking = (flags: JsonObject, name = 'p', more: Parameters<typeof policy>[1] = {}): KubeObject =>
  policy(name, { ...more, downsync: [{ resources: ['deployments'], ...flags }] })
const start = (flags: JsonObject = singleton, wecs: readonly string[] = ['east'], ...more: KubeObject[]) =>
  world({ wds: [asking(flags), deployment('shop/web'), ...more], its: wecs.map((name) => wec(name)) })

const statusOf = (snapshot: Snapshot) => memberOf(the(snapshot, web), 'status')
const ownLabels = (snapshot: Snapshot) => {
  const labels = labelsOf(the(snapshot, web))
  return [SINGLE, COUNT].map((name) => memberOf(labels, name))
}
const reported = { readyReplicas: 1, observedGeneration: 5 }
const edit = (one: KubeObject): KubeObject => ({
  ...one,
  metadata: withMember(one.metadata, 'generation', 6),
  spec: { replicas: 3 },
})
const says = (...made: readonly Partial<RecordSketch>[]): AgentManner => ({
  reports: (_, generation) =>
    made.map((one) => ({ suffix: '', owner: 'work', status: {}, generation, at: undefined, ...one })),
})

describe('the state of one WEC (RPT-1)', () => {
  it.each([singleton, multi, { ...singleton, ...multi }])('RPT-1 becomes the .status here (%j)', (flags) => {
    const rest = atRest(start(flags))
    expect(statusOf(rest)).toMatchObject(reported)
    expect(ownLabels(rest)[0]).toBe('true')
    const state = evaluate(rest, settings).reports.get(idOf(web))
    expect(state?.status).toMatchObject(reported)
    expect(state?.decidedBy('/readyReplicas')).toEqual(['east'])
  })

  it('RPT-1, RPT-3 without a report, or without anybody who asks, no status stands here, and that of others stays', () => {
    const others = { status: { theirs: 'yes' } }
    const silent = atRest(start(), settings, says())
    expect(statusOf(silent)).toBeUndefined()
    const world1 = world({ wds: [asking({}), deployment('shop/web', {}, others)], its: [wec('east')] })
    expect(statusOf(atRest(world1))).toEqual(others.status)
    const world2 = world({ wds: [asking(singleton), deployment('shop/web', {}, others)], its: [wec('east')] })
    expect(statusOf(atRest(world2, settings, says()))).toEqual(others.status)
    expect(statusOf(atRest(world2))).toMatchObject(reported)
  })

  it('RPT-3 goes when nobody asks any more, and the label after it', () => {
    const rest = atRest(start())
    const unasked = edited(rest, at.policy('p'), (one) => ({ ...one, spec: asking({})['spec'] ?? {} }))
    const cleared = written(unasked)
    expect([statusOf(cleared), ownLabels(cleared)]).toEqual([undefined, ['true', '1']])
    expect(ownLabels(written(cleared))).toEqual([undefined, undefined])
    expect(statusOf(atRest(gone(gone(rest, at.policy('p')), at.binding('p'))))).toBeUndefined()
  })

  it('RPT-11 is labelled first, written in the next round', () => {
    let snapshot = start()
    const seen: (readonly [boolean, boolean])[] = []
    for (let index = 0; index < 8; index++) {
      snapshot = round(snapshot)
      seen.push([ownLabels(snapshot)[0] === 'true', statusOf(snapshot) !== undefined])
    }
    expect(seen).toContainEqual([true, false])
    expect(seen).not.toContainEqual([false, true])
    expect(seen.at(-1)).toEqual([true, true])
  })

  it('RPT-1 follows the object to another WEC', () => {
    const selected = { wecs: [{ matchLabels: { here: 'yes' } }] }
    const both = world({
      wds: [asking(singleton, 'p', selected), deployment('shop/web')],
      its: [wec('east', { labels: { here: 'yes' } }), wec('west')],
    })
    const rest = atRest(both)
    const moved = edited(
      edited(rest, at.wec('east'), (one) => ({ ...one, metadata: withMember(one.metadata, 'labels', {}) })),
      at.wec('west'),
      (one) => ({ ...one, metadata: withMember(one.metadata, 'labels', { here: 'yes' }) }),
    )
    expect(statusOf(written(moved))).toBeUndefined()
    const after = atRest(moved)
    expect(evaluate(after, settings).reports.get(idOf(web))?.decidedBy('')).toEqual(['west'])
    expect(statusOf(after)).toMatchObject(reported)
  })

  it("BND-6 is written for a user's Binding too, but on nothing that is no workload", () => {
    const mine = usersBinding('mine', [], ['east'])
    const entry = (group: string, resource: string, name: string) => ({
      group,
      version: 'v1',
      resource,
      ...(resource === 'deployments' && { namespace: 'shop' }),
      name,
      ...singleton,
    })
    const workload = {
      clusterScope: [entry('control.kubestellar.io', 'bindings', 'mine')],
      namespaceScope: [entry('apps', 'deployments', 'web')],
    }
    const spec = { ...(mine['spec'] as JsonObject), workload }
    const rest = atRest(world({ wds: [{ ...mine, spec }, deployment('shop/web')], its: [wec('east')] }))
    expect(statusOf(rest)).toMatchObject(reported)
    expect(labelsOf(the(rest, at.binding('mine')))).toEqual({})
  })
})

describe('several WECs, or none', () => {
  it('BND-8, RPT-3, RPT-4 the state of one is not shown, each policy that asks says so, and the number is on the object', () => {
    const rest = atRest(start(singleton, ['east', 'west'], asking({}, 'q')))
    expect([statusOf(rest), ownLabels(rest)]).toEqual([undefined, [undefined, '2']])
    const line =
      'Singleton reported status return is requested but some objects have the wrong number of associated WECs, ' +
      'for example: deployments.apps shop/web (2 WECs)'
    const outcome = evaluate(rest, settings)
    expect(errorsAt(outcome, at.policy('p'))).toEqual([line])
    expect(errorsAt(outcome, at.policy('q'))).toEqual([])
    expect(codesAt(outcome, at.policy('p'))).toEqual(['SingletonNotSingle'])
    expect(errorsAt(evaluate(atRest(start(singleton, [])), settings), at.policy('p'))[0]).toContain(
      '(0 WECs)',
    )
  })

  it('BND-8 WECs of policies that do not ask do not count', () => {
    const apart = { wecs: [{ matchLabels: { other: 'yes' } }] }
    const rest = atRest(
      world({
        wds: [
          asking(singleton, 'p', { wecs: [{ matchLabels: { mine: 'yes' } }] }),
          asking({}, 'q', apart),
          deployment('shop/web'),
        ],
        its: [wec('east', { labels: { mine: 'yes' } }), wec('west', { labels: { other: 'yes' } })],
      }),
    )
    expect(statusOf(rest)).toMatchObject(reported)
    expect(errorsAt(evaluate(rest, settings), at.policy('p'))).toEqual([])
  })

  it('BND-8 names four objects at most', () => {
    const more = ['a', 'b', 'c', 'd'].map((name) => deployment(`shop/${name}`))
    const [line = ''] = errorsAt(
      evaluate(atRest(start(singleton, ['east', 'west'], ...more)), settings),
      at.policy('p'),
    )
    expect(line.split('WECs)')).toHaveLength(5)
  })
})

describe('several WECs in one status (RPT-2)', () => {
  const three = ['east', 'north', 'west']
  const counts = (ready: number, generation: number): JsonObject => ({
    observedGeneration: generation,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: ready,
    availableReplicas: ready,
  })
  /** One WEC is short of a replica, another says nothing. */
  const uneven: AgentManner = {
    reports: (_, generation, where) =>
      where === 'north'
        ? []
        : [
            {
              suffix: '',
              owner: 'work',
              status: counts(where === 'east' ? 1 : 2, generation),
              generation,
              at: undefined,
            },
          ],
  }
  const all: AgentManner = {
    reports: (_, generation) => [
      { suffix: '', owner: 'work', status: counts(2, generation), generation, at: undefined },
    ],
  }
  const labelsNow = (snapshot: Snapshot) => {
    const labels = labelsOf(the(snapshot, web))
    return [SINGLE, MULTI].map((name) => memberOf(labels, name))
  }

  it('RPT-2, RPT-11 are the aggregate, under its label', () => {
    const rest = atRest(start(multi, three), settings, all)
    expect(statusOf(rest)).toEqual({ ...counts(2, 5) })
    expect(labelsNow(rest)).toEqual([undefined, 'true'])
    expect(planned(rest)).toEqual([])
  })

  it('RPT-2, RPT-3 follow the number of WECs, from the state of one to an aggregate and back', () => {
    const one = atRest(start(multi), settings, all)
    expect(labelsNow(one)).toEqual(['true', undefined])
    let snapshot = put(one, 'its', ...wec('west').map((each) => withUid(each)))
    const seen: string[] = []
    for (let at = 0; at < 8; at++) {
      snapshot = agent(written(snapshot), all)
      seen.push(labelsNow(snapshot).join())
    }
    expect(new Set(seen)).toEqual(new Set([',true']))
    expect(statusOf(snapshot)).toEqual(counts(2, 5))
    const back = atRest(gone(snapshot, at.wec('west')), settings, all)
    expect([statusOf(back), labelsNow(back)]).toEqual([counts(2, 5), ['true', undefined]])
  })

  it('AGG-4, AGG-5, AGG-10 say of every field which WEC decided it, and how that counts', () => {
    const rest = atRest(start(multi, three), settings, uneven)
    const state = evaluate(rest, settings).reports.get(idOf(web))
    expect(state?.decidedBy('/replicas')).toEqual(['east', 'north'])
    expect(state?.decidedBy('/conditions/0/message')).toEqual(['north'])
    expect(state?.decidedBy('/conditions/Reconciling')).toEqual(['north'])
    expect(state?.decidedBy('')).toEqual(['east', 'north'])
    expect(['east', 'north', 'elsewhere'].map((name) => state?.standingOf(name))).toEqual([
      'current',
      'silent',
      undefined,
    ])
    expect(state?.status).toMatchObject({ replicas: 2 })
    expect(state?.status).not.toHaveProperty('observedGeneration', 5)
  })

  it('AGG-5 a WEC that falls back is seen by the generation', () => {
    const rest = atRest(start(multi, three), settings, all)
    const edited5 = edited(rest, web, edit)
    expect(statusOf(atRest(edited5, settings, 'no agent'))).toMatchObject({ observedGeneration: 5 })
    expect(statusOf(atRest(edited5, settings, all))).toMatchObject({ observedGeneration: 6 })
  })

  it('P-4 one record that cannot be told leaves the whole as it is', () => {
    const rest = atRest(start(multi, three), settings, all)
    const broken = edited(rest, at.work('east/p-wds1-0'), (one) => ({ ...one, spec: { workload: 7 } }))
    expect(planned(broken).filter(({ ref }) => ref.resource === 'deployments')).toEqual([])
  })
})

describe('what is not known, and what is not true', () => {
  const unavailable = (one: KubeObject): KubeObject => ({
    ...one,
    status: { conditions: [{ type: 'ManagedClusterConditionAvailable', status: 'Unknown' }] },
  })
  const readyAt = (snapshot: Snapshot) => conditionAt(evaluate(snapshot, settings), at.policy('p'), 'Ready')

  it('RPT-9 a WEC that has applied an object and reports nothing of it makes Ready Unknown', () => {
    expect(readyAt(atRest(start(multi, ['east', 'west'])))?.status).toBe('True')
    const silent = atRest(start(multi, ['east', 'west']), settings, says())
    expect(readyAt(silent)).toMatchObject({ status: 'Unknown', reason: 'NotReported' })
    expect(readyAt(silent)?.message).toContain('east (it has not reported deployments.apps shop/web), west (')
    expect(readyAt(atRest(start({}, ['east']), settings, says()))?.status).toBe('True')
  })

  it('RPT-10 a WEC that is not available counts with its last report, and is named with the time of that', () => {
    const rest = atRest(start(multi, ['east', 'west']))
    const lost = atRest(edited(rest, at.wec('west'), unavailable), settings, 'no agent')
    expect(statusOf(lost)).toEqual(statusOf(rest))
    expect(readyAt(lost)).toMatchObject({ status: 'Unknown', reason: 'NotReported' })
    expect(readyAt(lost)?.message).toBe(
      'all is applied, and how it is now is not known: west (not available; its last report is of 2026-01-01T00:00:01Z)',
    )
  })

  const jobs = resourceInfo('batch', 'jobs', 'Job', true, true)
  const once = refOf('wds', { ...jobs, namespace: 'shop', name: 'once' })
  const done = (where: string): JsonObject => ({
    startTime: '2026-01-01T00:00:00Z',
    completionTime: '2026-01-01T00:01:00Z',
    succeeded: 1,
    conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ({
      type,
      status: 'True',
      reason: where,
      lastTransitionTime: '2026-01-01T00:01:00Z',
    })),
  })
  const job = (): KubeObject => objectOf(jobs, 'shop/once', { generation: 1 }, { spec: {} })
  const asksForJobs = policy('p', { downsync: [{ resources: ['jobs'], ...multi }] })
  const jobWorld = (wecs: readonly string[]) =>
    world({ wds: [asksForJobs, job()], its: wecs.map((name) => wec(name)) })
  const jobManner = (...complete: readonly string[]): AgentManner => ({
    reports: (_, generation, where) =>
      complete.includes(where)
        ? [{ suffix: '', owner: 'work', status: done(where), generation, at: undefined }]
        : [],
  })

  it('AGG-2 a WEC that joins a Job that was complete: what ended stays ended, and the policy says that it is not the truth', () => {
    const rest = atRest(jobWorld(['east', 'west']), settings, jobManner('east', 'west'))
    expect(errorsAt(evaluate(rest, settings), at.policy('p'))).toEqual([])
    const joined = put(rest, 'its', ...wec('south').map((each) => withUid(each)))
    const now = atRest(joined, settings, jobManner('east', 'west'))
    expect(memberOf(the(now, once), 'status')).toMatchObject({ succeeded: 1 })
    const outcome = evaluate(now, settings)
    expect(errorsAt(outcome, at.policy('p'))[0]).toBe(
      'jobs.batch shop/once: status.conditions.Complete: it stays, although south is not complete',
    )
    expect(codesAt(outcome, at.policy('p'))).toContain('StatusUntrue')
    const [problem] = outcome.problems.get(once) ?? []
    expect([problem?.code, problem?.path, problem?.severity]).toEqual([
      'StatusUntrue',
      'status.conditions.Complete',
      'error',
    ])
  })

  it('AGG-2, RPT-3 what upstream does not let be removed stays, under its label, and is said', () => {
    const rest = atRest(jobWorld(['east', 'west']), settings, jobManner('east', 'west'))
    const bare = policy('p', { downsync: [{ resources: ['jobs'] }] })
    const unasked = atRest(edited(rest, at.policy('p'), (one) => ({ ...one, spec: bare['spec'] ?? {} })))
    expect(memberOf(the(unasked, once), 'status')).toMatchObject({ startTime: '2026-01-01T00:00:00Z' })
    expect(labelsOf(the(unasked, once))[MULTI]).toBe('true')
    expect(codesAt(evaluate(unasked, settings), once)).toContain('StatusUntrue')
    const back = atRest(gone(rest, at.wec('west')), settings, jobManner('east'))
    expect(memberOf(the(back, once), 'status')).toMatchObject(done('east'))
    expect(labelsOf(the(back, once))[SINGLE]).toBe('true')
  })

  it('RPT-12 somebody else who writes the status is named, and it is written again', () => {
    const rest = atRest(start())
    const entry = (manager: string, time: string) => ({
      manager,
      operation: 'Update',
      subresource: 'status',
      time,
    })
    const by = (...managedFields: JsonObject[]) =>
      edited(rest, web, (one) => ({
        ...one,
        status: { theirs: 'yes' },
        metadata: withMember(one.metadata, 'managedFields', managedFields),
      }))
    const ours = entry('downsync', '2026-01-01T00:00:05Z')
    const contested = by(ours, entry('kube-controller-manager', '2026-01-01T00:00:06Z'))
    const outcome = evaluate(contested, settings)
    expect(plannedTexts(contested)).toEqual([])
    expect(planned(contested).map(({ ref }) => ref.resource)).toContain('deployments')
    expect(errorsAt(outcome, at.policy('p'))).toEqual([
      'deployments.apps shop/web: kube-controller-manager writes its .status too, at 2026-01-01T00:00:06Z; it is written again',
    ])
    const [problem] = outcome.problems.get(web) ?? []
    expect([problem?.code, problem?.severity]).toEqual(['StatusContested', 'warning'])
    const before = by(entry('kube-controller-manager', '2026-01-01T00:00:04Z'), ours)
    expect(errorsAt(evaluate(before, settings), at.policy('p'))).toEqual([])
    expect(statusOf(atRest(contested))).toMatchObject(reported)
  })

  it('AGG-9 kinds can be given tables of their own, and one that is none is a mistake', () => {
    const manner: AgentManner = {
      reports: (_, generation, where) => [
        { suffix: '', owner: 'work', status: { lag: where === 'east' ? 3 : 5 }, generation, at: undefined },
      ],
    }
    const table = {
      group: 'apps',
      kind: 'Deployment',
      observesGeneration: false,
      fields: [{ op: 'most' as const, field: 'lag', zero: 'omitted' as const }],
    }
    const how = { ...settings, tables: [table] }
    expect(statusOf(atRest(start(multi, ['east', 'west']), how, manner))).toEqual({ lag: 5 })
    const wrong = {
      ...table,
      fields: [{ op: 'relative', field: 'a', to: 'b', worst: 'least', zero: 'omitted' }],
    }
    expect(() => evaluate(start(), { ...settings, tables: [wrong as typeof table] })).toThrow(
      'settings.tables[0].fields.0.to: no rule makes b a base',
    )
  })
})

describe('generations (AGG-5)', () => {
  it('AGG-5 an edit is not observed before the WEC has applied and observed it', () => {
    const rest = atRest(start())
    expect(statusOf(rest)).toMatchObject({ observedGeneration: 5 })
    const changed = edited(rest, web, edit)
    expect(statusOf(atRest(changed, settings, 'no agent'))).toMatchObject({ observedGeneration: 5 })
    const lagging = says({ status: { observedGeneration: 1, readyReplicas: 1 } })
    expect(statusOf(atRest(changed, settings, lagging))).toMatchObject({ observedGeneration: 5 })
    expect(statusOf(atRest(changed))).toMatchObject({ observedGeneration: 6 })
  })

  it('AGG-5 a report without the generation of the object is taken as it is', () => {
    const silent = says({ status: { observedGeneration: 1 }, generation: undefined })
    expect(statusOf(atRest(edited(atRest(start()), web, edit), settings, silent))).toEqual({
      observedGeneration: 6,
    })
  })

  it('AGG-5 all Bindings that ask must be current, and those that do not need not be', () => {
    const paused = (flags: JsonObject) =>
      annotated(asking(flags, 'q', { wecs: [{}] }), 'downsync/paused', 'true')
    const rest = (flags: JsonObject) => {
      const both = atRest(start(singleton, ['east'], asking(flags, 'q')))
      const held = edited(both, at.policy('q'), (one) => ({
        ...paused(flags),
        metadata: { ...one.metadata, annotations: { 'downsync/paused': 'true' } },
      }))
      return atRest(edited(held, web, edit))
    }
    expect(statusOf(rest(singleton))).toMatchObject({ observedGeneration: 5 })
    expect(statusOf(rest({}))).toMatchObject({ observedGeneration: 6 })
  })
})

describe('which record counts (RPT-7)', () => {
  it.each(['gone', 'none'] as const)('RPT-7 none whose owner is %s', (owner) => {
    const rest = atRest(start(), settings, says({ owner, status: { readyReplicas: 9 } }))
    expect(statusOf(rest)).toBeUndefined()
  })

  it('RPT-7 of several the one written last, then the lowest name', () => {
    const of = (readyReplicas: number, suffix: string, time: string | undefined) => ({
      status: { readyReplicas },
      suffix,
      at: time,
    })
    const early = of(1, '', '2026-01-01T00:00:01Z')
    const late = of(2, '.z', '2026-01-01T00:00:02Z')
    expect(statusOf(atRest(start(), settings, says(early, late)))).toMatchObject({ readyReplicas: 2 })
    const same = of(3, '.a', '2026-01-01T00:00:02Z')
    expect(statusOf(atRest(start(), settings, says(early, late, same)))).toMatchObject({ readyReplicas: 3 })
  })

  it('P-4 a wrapped object that cannot be read leaves the status as it is', () => {
    const rest = atRest(start())
    const [work] = worksIn(rest, 'east')
    if (work === undefined) throw new Error('nothing is delivered')
    const broken = put(rest, 'its', { ...work, spec: { workload: { manifests: [{}] } } })
    expect(plannedTexts(edited(broken, web, (one) => one))).toEqual([])
    expect(statusOf(atRest(broken, settings, 'no agent'))).toEqual(statusOf(rest))
  })

  it('P-3 a record that does not say of whom it speaks is a problem on it', () => {
    const stray = objectOf(workStatuses, 'east/stray', { uid: 'stray' }, { spec: {} })
    const outcome = evaluate(put(start(), 'its', stray), settings)
    const ref = refOf('its', { ...workStatuses, namespace: 'east', name: 'stray' })
    expect(codesAt(outcome, ref)).toContain('FieldInvalid')
  })
})

describe('what is never, or not now, written', () => {
  it('RPT-5 neither status nor label of one WEC on Namespaces and CustomResourceDefinitions', () => {
    const labelled = { labels: { [SINGLE]: 'true' } }
    const shop = { ...namespace('shop', labelled), status: { phase: 'Active' } }
    const asks = policy('p', { downsync: [{ resources: ['namespaces'], ...singleton }] })
    const rest = atRest(world({ wds: [asks, shop], its: [wec('east')] }), settings, {
      reports: () => usualReport(deployment('shop/web'), 1),
    })
    const there = the(rest, refOf('wds', { group: '', resource: 'namespaces', namespace: '', name: 'shop' }))
    expect(memberOf(there, 'status')).toEqual({ phase: 'Active' })
    expect(labelsOf(there)).toEqual({ [SINGLE]: 'true', [COUNT]: '1' })
  })

  it('RPT-6, RPT-8 a kind without a status subresource has it in the main resource, which delivers nothing anew', () => {
    const odd = resourceInfo('constructor', 'toString', 'ToString', true)
    const object = objectOf(odd, 'shop/odd', { generation: 1 })
    const asks = policy('p', { downsync: [{ resources: ['toString'], ...singleton }] })
    const manner = says({ status: { observedGeneration: 4, phase: 'Good' } })
    const rest = atRest(world({ wds: [asks, object], its: [wec('east')] }), settings, manner)
    const there = the(rest, refOf('wds', { ...odd, namespace: 'shop', name: 'odd' }))
    expect(memberOf(there, 'status')).toEqual({ phase: 'Good' })
    expect(memberOf(there.metadata, 'generation')).toBe(2)
    expect(worksIn(rest, 'east').map((work) => memberOf(work.metadata, 'generation'))).toEqual([1])
  })

  it.each([
    'its workstatuses',
    'its manifestworks',
    'its managedclusters',
    'wds bindingpolicies',
    'wds bindings',
    'wds deployments',
  ])('SNP-2 nothing while %s are not completely seen', (resource) => {
    const rest = atRest(start())
    const records = [...rest.objects('its', workStatuses)]
    const lost = records.reduce(
      (one, record) => gone(one, refOf('its', { ...workStatuses, namespace: 'east', name: nameOf(record) })),
      unseeing(rest, resource),
    )
    expect(plannedTexts(lost)).toEqual([])
    expect(statusOf(written(lost))).toEqual(statusOf(rest))
  })

  it('SNP-2 records that are not seen are named to whoever asks', () => {
    const outcome = evaluate(unseeing(atRest(start()), 'its workstatuses'), settings)
    expect(errorsAt(outcome, at.policy('p'))[0]).toContain('workstatuses.control.kubestellar.io of the ITS')
    expect(codesAt(outcome, at.policy('p'))).toContain('ResourceUnseen')
  })

  it('BND-12 statuses go on while a policy, or everything, is paused', () => {
    const rest = atRest(start(), settings, says({ status: { readyReplicas: 1 } }))
    const held = edited(rest, at.policy('p'), (one) => annotated(one, 'downsync/paused', 'true'))
    const later = says({ status: { readyReplicas: 2 } })
    expect(statusOf(atRest(held, settings, later))).toEqual({ readyReplicas: 2 })
    expect(statusOf(atRest(rest, { ...settings, paused: true }, later))).toEqual({ readyReplicas: 2 })
  })

  it('BND-12 a paused policy asks for what its Binding lists', () => {
    const held = edited(atRest(start()), at.policy('p'), (one) => ({
      ...annotated(one, 'downsync/paused', 'true'),
      spec: { clusterSelectors: [], downsync: [] },
    }))
    expect(statusOf(atRest(held))).toMatchObject({ readyReplicas: 1 })
  })
})

describe('refused writes (P-6b)', () => {
  const isOnWeb = ({ ref }: { ref: { name: string } }) => ref.name === 'web'
  const untilPlanned = (snapshot: Snapshot, rule: string): Snapshot =>
    planned(snapshot).some((action) => isOnWeb(action) && action.why.rule === rule)
      ? snapshot
      : untilPlanned(round(snapshot), rule)

  it('RPT-11, P-6b a refused label: no status is written, it is reported, and not tried again', () => {
    const refused = refusing(untilPlanned(start(), 'RPT-11'), isOnWeb)
    expect(planned(refused).filter(isOnWeb)).toEqual([])
    const rest = atRest(refused)
    expect(statusOf(rest)).toBeUndefined()
    const outcome = evaluate(rest, settings)
    expect(errorsAt(outcome, at.policy('p'))).toEqual([
      'deployments.apps shop/web: the write of its labels was refused: forbidden',
    ])
    expect(codesAt(outcome, web)).toEqual(['WriteRefused'])
  })

  it('P-6b a refused status stays away until something else is reported', () => {
    const refused = refusing(untilPlanned(start(), 'RPT-1'), isOnWeb)
    expect(planned(refused).filter(isOnWeb)).toEqual([])
    expect(errorsAt(evaluate(refused, settings), at.policy('p'))).toEqual([
      'deployments.apps shop/web: the write of its status was refused: forbidden',
    ])
    expect(statusOf(atRest(refused, settings, says({ status: { readyReplicas: 7 } })))).toEqual({
      readyReplicas: 7,
    })
  })
})

describe('what the engine works on anew', () => {
  const at2 = (name: string) => refOf('wds', { ...deployments, namespace: 'shop', name })
  const many = () => start(singleton, ['east'], ...['a', 'b', 'c'].map((name) => deployment(`shop/${name}`)))

  function observed(from: Snapshot) {
    const calls: string[] = []
    const { transport: real } = settings
    const noted =
      <In extends readonly unknown[], Out>(name: string, call: (...given: In) => Out) =>
      (...given: In): Out => {
        calls.push(name)
        return call(...given)
      }
    const transport = {
      ...real,
      wrap: noted('wrap', (...given: Parameters<typeof real.wrap>) => real.wrap(...given)),
      reportOf: noted('report', (object: KubeObject) => real.reportOf(object)),
      unwrap: noted('unwrap', (object: KubeObject) => real.unwrap(object)),
    }
    const engine = createEngine({ transport }, from)
    engine.takeActions()
    return (next: Snapshot) => {
      calls.length = 0
      engine.accept(eventsBetween(from, next))
      const actions = engine.takeActions()
      return { calls: [...calls], refs: actions.map(({ ref }) => ref) }
    }
  }

  it('is one object when a WEC reports another status of it', () => {
    const rest = atRest(many())
    const [record] = [...rest.objects('its', workStatuses)]
    if (record === undefined) throw new Error('nothing is reported')
    const next = put(rest, 'its', { ...record, status: { readyReplicas: 9 } })
    expect(observed(rest)(next)).toEqual({ calls: ['report'], refs: [at2('a')] })
  })

  it('RPT-8 is nothing else when a status is written here', () => {
    const rest = atRest(many())
    const next = edited(rest, web, (one) => ({ ...one, status: { theirs: 'yes' } }))
    expect(observed(rest)(next)).toEqual({ calls: [], refs: [web] })
  })

  it('ACT-1 hands a label out again when its object changed in between', () => {
    const labelless = edited(atRest(start()), web, (one) => ({
      ...one,
      metadata: withMember(one.metadata, 'labels', {}),
    }))
    const engine = createEngine(settings, labelless)
    expect(engine.takeActions().map(({ ref }) => ref)).toEqual([web])
    expect(engine.takeActions()).toEqual([])
    engine.accept(
      eventsBetween(
        labelless,
        edited(labelless, web, (one) => one),
      ),
    )
    expect(engine.takeActions().map(({ ref }) => ref)).toEqual([web])
  })
})

function withUid(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, uid: `late-${object.kind}`, generation: 1 } }
}
