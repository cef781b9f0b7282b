import { describe, expect, it } from 'vitest'
import type { AgentManner } from '../../../../test/generators/agent.ts'
import { combinedStatuses, namespaces, resourceInfo } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  deleted,
  edited,
  errorsAt,
  gone,
  planned,
  plannedTexts,
  put,
  refusing,
  settings,
  the,
  unseeing,
} from '../../../../test/worlds/story.ts'
import {
  at,
  collector,
  configMap,
  namespace,
  objectOf,
  policy,
  usersBinding,
  wec,
  world,
} from '../../../../test/worlds/world.ts'
import {
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  refOf,
  valueAt,
  withMember,
} from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { evaluate } from './evaluate.ts'

const deployments = resourceInfo('apps', 'deployments', 'Deployment', true, true)
const clusterRoles = resourceInfo('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole', false)
const web = refOf('wds', { ...deployments, namespace: 'shop', name: 'web' })
const deployment = (place = 'shop/web', metadata: JsonObject = {}) =>
  objectOf(deployments, place, metadata, { spec: { replicas: 2 } })
const asking = (...statusCollectors: readonly string[]) =>
  policy('p', { downsync: [{ resources: ['deployments'], statusCollectors }] })

const ready = collector('ready', {
  select: [
    { name: 'wec', def: 'inventory.name' },
    { name: 'ready', def: 'returned.status.readyReplicas' },
  ],
})
const total = collector('total', {
  combinedFields: [
    { name: 'wecs', type: 'COUNT' },
    { name: 'ready', type: 'SUM', subject: 'returned.status.readyReplicas' },
  ],
})

const start = (...more: readonly KubeObject[]) =>
  world({
    wds: [namespace('shop'), asking('total', 'ready'), deployment(), ready, total, ...more],
    its: [wec('east'), wec('west')],
  })

/** Every WEC reports this status. */
const saying = (status: Json): AgentManner => ({
  reports: () => [{ suffix: '', owner: 'work', at: undefined, generation: undefined, status }],
})
const one = saying({ readyReplicas: 1 })

const combinedIn = (snapshot: Snapshot) => [...snapshot.objects('wds', combinedStatuses)]
const theCombined = (snapshot: Snapshot): KubeObject => {
  const [first, ...others] = combinedIn(snapshot)
  if (first === undefined || others.length > 0) throw new Error(`${others.length} more CombinedStatuses`)
  return first
}
const cellsOf = (snapshot: Snapshot, result: string) => {
  const found = listAt(theCombined(snapshot), 'results').find((it) => memberOf(it, 'name') === result)
  return listAt(found, 'rows').map((row) =>
    listAt(row, 'columns').map((cell) => memberOf(cell, 'string') ?? memberOf(cell, 'float') ?? null),
  )
}
const combinedPlans = (snapshot: Snapshot) =>
  plannedTexts(snapshot).filter((text) => /combinedstatuses|namespaces/.test(text))
const refOfCombined = (object: KubeObject) =>
  refOf('wds', { ...combinedStatuses, namespace: namespaceOf(object), name: nameOf(object) })

describe('CombinedStatus', () => {
  it('COL-1, COL-10 holds a row for each destination, results by the name of their collector', () => {
    const rest = atRest(start(), settings, one)
    const combined = theCombined(rest)
    expect(nameOf(combined)).toBe('deployment-shop-web.bindingpolicy-p')
    expect(namespaceOf(combined)).toBe('shop')
    expect(labelsOf(combined)).toEqual({
      'status.kubestellar.io/api-group': 'apps',
      'status.kubestellar.io/resource': 'deployments',
      'status.kubestellar.io/namespace': 'shop',
      'status.kubestellar.io/name': 'web',
      'status.kubestellar.io/binding-policy': 'p',
    })
    expect(listAt(combined.metadata, 'ownerReferences')).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'deployment-shop-web' },
    ])
    expect(listAt(combined, 'results').map((result) => memberOf(result, 'name'))).toEqual(['ready', 'total'])
    expect(cellsOf(rest, 'ready')).toEqual([
      ['east', '1'],
      ['west', '1'],
    ])
    expect(cellsOf(rest, 'total')).toEqual([['2', '2']])
    expect(evaluate(rest, settings).combined.get(refOfCombined(combined))).toEqual(combined)
    expect(planned(rest)).toEqual([])
  })

  it('COL-1, COL-4 a WEC that says nothing has a row, and the error says which', () => {
    const rest = atRest(start(), settings, { reports: () => [] })
    expect(cellsOf(rest, 'ready')).toEqual([
      ['east', null],
      ['west', null],
    ])
    expect(listAt(listAt(theCombined(rest), 'results')[0], 'rowErrors')).toMatchObject([
      { wec: { clusterId: 'east' }, columnName: 'ready', error: expect.stringContaining('readyReplicas') },
      { wec: { clusterId: 'west' }, columnName: 'ready' },
    ])
  })

  it('COL-2 sees labels of the inventory object, the time of the report, and the object without its status', () => {
    const seen = collector('seen', {
      select: [
        { name: 'a', def: "inventory.labels['tier']" },
        { name: 'b', def: 'string(propagation.lastReturnedUpdateTimestamp)' },
        { name: 'c', def: "has(obj.status) ? 'yes' : 'no'" },
        { name: 'd', def: "has(obj.metadata.managedFields) ? 'yes' : 'no'" },
      ],
    })
    const status = { status: { readyReplicas: 9 } }
    const snapshot = world({
      wds: [namespace('shop'), asking('seen'), { ...deployment(), ...status }, seen],
      its: [wec('east', { labels: { tier: 'gold' } })],
    })
    const dated: AgentManner = {
      reports: () => [
        { suffix: '', owner: 'work', at: '2026-01-01T00:00:01Z', generation: undefined, status: {} },
      ],
    }
    expect(cellsOf(atRest(snapshot, settings, dated), 'seen')).toEqual([
      ['gold', '2026-01-01T00:00:01Z', 'no', 'no'],
    ])
  })

  it('COL-11 follows reports, the object, the collector, the inventory and the Binding', () => {
    const rest = atRest(start(), settings, one)
    expect(cellsOf(atRest(rest, settings, saying({ readyReplicas: 2 })), 'total')).toEqual([['2', '4']])
    const filtered = edited(rest, at.collector('total'), (it) => ({
      ...it,
      spec: { ...(it['spec'] as JsonObject), filter: "inventory.name == 'west'" },
    }))
    expect(cellsOf(atRest(filtered, settings, one), 'total')).toEqual([['1', '1']])
    const smaller = atRest(gone(rest, at.wec('west')), settings, one)
    expect(cellsOf(smaller, 'total')).toEqual([['1', '1']])
    const labelled = collector('ready', { select: [{ name: 'l', def: 'obj.metadata.labels.v' }] })
    const changed = edited(put(rest, 'wds', labelled), web, (it) => ({
      ...it,
      metadata: withMember(it.metadata, 'labels', { v: 'new' }),
    }))
    expect(cellsOf(atRest(changed, settings, one), 'ready')).toEqual([['new'], ['new']])
    const versioned = collector('ready', { select: [{ name: 'v', def: 'obj.metadata.resourceVersion' }] })
    const again = atRest(put(rest, 'wds', versioned), settings, one)
    const touched = atRest(
      edited(again, web, (it) => it),
      settings,
      one,
    )
    expect(cellsOf(again, 'ready')).not.toEqual(cellsOf(touched, 'ready'))
  })

  it("COL-10 of a user's own Binding bears the uid of that", () => {
    const binding = usersBinding('mine', ['shop/a'], ['east'])
    const [entry] = listAt(binding, 'spec', 'workload', 'namespaceScope')
    const listed = [{ ...(entry as JsonObject), statusCollectors: ['total'] }]
    const spec = {
      ...(binding['spec'] as JsonObject),
      workload: { clusterScope: [], namespaceScope: listed },
    }
    const snapshot = world({
      wds: [namespace('shop'), configMap('shop/a'), { ...binding, spec }, total],
      its: [wec('east')],
    })
    const rest = atRest(snapshot)
    expect(nameOf(theCombined(rest))).toBe('configmap-shop-a.binding-mine')
    expect(combinedIn(atRest(deleted(rest, at.binding('mine'))))).toEqual([])
  })

  it('COL-10 a name that is no label value stands in full in the annotation', () => {
    const name = `system:${'x'.repeat(70)}`
    const role = objectOf(clusterRoles, name)
    const everything = policy('p', {
      downsync: [{ resources: ['clusterroles'], statusCollectors: ['total'] }],
    })
    const combined = theCombined(atRest(world({ wds: [everything, role, total], its: [wec('east')] })))
    const label = String(labelsOf(combined)['status.kubestellar.io/name'])
    expect(label).toMatch(/^system-x+-[0-9a-f]{16}$/)
    expect(combined.metadata['annotations']).toEqual({ 'status.kubestellar.io/name': name })
  })

  it('COL-10 what is not wanted goes, in every namespace; what bears no label of ours stays', () => {
    const label = { 'status.kubestellar.io/binding-policy': 'p' }
    const stray = objectOf(combinedStatuses, 'elsewhere/stray', { labels: label }, { results: [] })
    const foreign = objectOf(combinedStatuses, 'elsewhere/theirs', {}, { results: [] })
    const rest = atRest(start(stray, foreign), settings, one)
    expect(combinedIn(rest).map(nameOf)).toEqual(['theirs', 'deployment-shop-web.bindingpolicy-p'])
    const bare = edited(gone(rest, refOfCombined(foreign)), at.policy('p'), (it) => ({
      ...it,
      spec: asking()['spec'] ?? {},
    }))
    expect(combinedIn(atRest(bare, settings, one))).toEqual([])
    expect(combinedIn(atRest(gone(rest, web), settings, one)).map(nameOf)).toEqual(['theirs'])
    expect(combinedIn(atRest(deleted(rest, at.policy('p')), settings, one)).map(nameOf)).toEqual(['theirs'])
  })

  it('COL-10 what somebody edits is repaired, and what others put there stays', () => {
    const rest = atRest(start(), settings, one)
    const [before] = combinedIn(rest)
    const spoiled = edited(rest, refOfCombined(theCombined(rest)), (it) => ({
      ...it,
      metadata: { ...it.metadata, labels: { theirs: 'yes' }, annotations: { note: 'n' } },
      results: [],
    }))
    const mended = theCombined(atRest(spoiled, settings, one))
    expect(mended['results']).toEqual(before?.['results'])
    expect(labelsOf(mended)).toEqual({ theirs: 'yes', ...labelsOf(theCombined(rest)) })
    expect(valueAt(mended, 'metadata', 'annotations')).toEqual({ note: 'n' })
  })
})

describe('the Namespace kubestellar-report', () => {
  const role = objectOf(clusterRoles, 'viewer')
  const roles = policy('p', { downsync: [{ resources: ['clusterroles'], statusCollectors: ['total'] }] })
  const place = refOf('wds', { ...namespaces, namespace: '', name: 'kubestellar-report' })
  const clusterScoped = (...more: readonly KubeObject[]) =>
    world({ wds: [roles, role, total, ...more], its: [wec('east')] })

  it('COL-10 is made when it is first needed, before what stands in it', () => {
    expect(combinedPlans(start())).toEqual([
      'create combinedstatuses shop/deployment-shop-web.bindingpolicy-p',
    ])
    expect(combinedPlans(clusterScoped())).toEqual(['create namespaces kubestellar-report'])
    const rest = atRest(clusterScoped())
    expect(namespaceOf(theCombined(rest))).toBe('kubestellar-report')
    expect(cellsOf(rest, 'total')).toEqual([['1', '0']])
    const left = atRest(gone(gone(rest, at.policy('p')), at.binding('p')))
    expect([combinedIn(left), left.get(place) !== undefined]).toEqual([[], true])
  })

  it('COL-10 is waited for while it goes', () => {
    const going = namespace('kubestellar-report', {
      deletionTimestamp: '2026-01-01T00:00:00Z',
      finalizers: ['kubernetes'],
    })
    expect(combinedPlans(clusterScoped(going))).toEqual([])
  })

  it('P-6b is not tried again where it was refused, and the policy says so', () => {
    const refused = refusing(clusterScoped(), ({ ref }) => ref.resource === 'namespaces')
    expect(combinedPlans(refused)).toEqual([])
    expect(errorsAt(evaluate(refused, settings), at.policy('p'))).toEqual([
      'clusterroles.rbac.authorization.k8s.io viewer: for its CombinedStatus, the creation of the Namespace kubestellar-report was refused: forbidden',
    ])
  })

  it('COL-10 nothing is made for an object, or in a Namespace, that is being deleted, or where there is none', () => {
    const leaving = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/hold'] }
    const object = world({
      wds: [namespace('shop'), asking('total'), deployment('shop/web', leaving), total],
      its: [wec('east')],
    })
    const within = (...shop: readonly KubeObject[]) =>
      world({ wds: [...shop, asking('total'), deployment(), total], its: [wec('east')] })
    expect(combinedPlans(object)).toEqual([])
    expect(combinedPlans(within(namespace('shop', leaving)))).toEqual([])
    expect(combinedPlans(within())).toEqual([])
    expect(combinedPlans(within(namespace('shop')))).toHaveLength(1)
    // What stands is kept up to date all the same.
    const rest = atRest(start(), settings, one)
    const held = edited(rest, web, (it) => ({ ...it, metadata: { ...it.metadata, ...leaving } }))
    expect(cellsOf(atRest(held, settings, saying({ readyReplicas: 7 })), 'total')).toEqual([['2', '14']])
  })
})

describe('what is said of collectors', () => {
  const faulty = collector('faulty', { select: [{ name: 'wec', def: 'inventory.nam(' }], limit: 0 })

  it('COL-9 an invalid one says what is wrong with which expression, of which generation', () => {
    const rest = atRest(world({ wds: [faulty, total] }))
    expect(the(rest, at.collector('faulty'))['status']).toEqual({
      observedGeneration: 1,
      errors: [
        'limit must be at least 1; it is 0',
        expect.stringMatching(/^select expression \(wec\) invalid: 1:15: /),
      ],
    })
    expect(the(rest, at.collector('total'))['status']).toEqual({ observedGeneration: 1 })
    expect(codesAt(evaluate(rest, settings), at.collector('faulty'))).toEqual([
      'CollectorInvalid',
      'CollectorInvalid',
    ])
    const mended = edited(rest, at.collector('faulty'), (it) => ({ ...it, spec: total['spec'] ?? {} }))
    expect(the(atRest(mended), at.collector('faulty'))['status']).toEqual({ observedGeneration: 1 })
  })

  it('COL-9 one of no form says which field', () => {
    const rest = atRest(world({ wds: [collector('odd', { select: 7 })] }))
    expect(valueAt(the(rest, at.collector('odd')), 'status', 'errors')).toEqual([
      'spec.select: must be a list of named expressions; found the number 7',
    ])
  })

  it('BND-7, COL-9 those that are missing or invalid are named in the condition, and give no result', () => {
    const snapshot = world({
      wds: [namespace('shop'), asking('total', 'b', 'a', 'faulty'), deployment(), total, faulty],
      its: [wec('east')],
    })
    const outcome = evaluate(atRest(snapshot), settings)
    const condition = {
      status: 'False',
      reason: 'ReconcileError',
      message: 'Missing StatusCollector(s) [a b]; Invalid StatusCollector(s) [faulty]',
    }
    expect(conditionAt(outcome, at.policy('p'), 'StatusCollectorsAvailable')).toMatchObject(condition)
    expect(conditionAt(outcome, at.binding('p'), 'StatusCollectorsAvailable')).toMatchObject(condition)
    expect(codesAt(outcome, at.policy('p'))).toEqual(['CollectorMissing'])
    const [combined] = [...outcome.combined].map(([, object]) => object)
    expect(listAt(combined, 'results').map((result) => memberOf(result, 'name'))).toEqual(['total'])
  })

  it('BND-7 all are available where none is named', () => {
    const outcome = evaluate(atRest(world({ wds: [asking(), deployment()], its: [wec('east')] })), settings)
    expect(conditionAt(outcome, at.policy('p'), 'StatusCollectorsAvailable')).toMatchObject({
      status: 'True',
      reason: 'ReconcileSuccess',
      message: 'All StatusCollector(s) are available',
    })
  })

  it('P-6b a CombinedStatus that is refused is not tried again, and the policy says so', () => {
    const refused = refusing(start(), ({ ref }) => ref.resource === 'combinedstatuses')
    expect(combinedPlans(refused)).toEqual([])
    expect(errorsAt(evaluate(refused, settings), at.policy('p'))).toEqual([
      'deployments.apps shop/web: the write of its CombinedStatus was refused: forbidden',
    ])
    expect(combinedPlans(edited(refused, at.collector('total'), () => ready))).toHaveLength(0)
  })
})

describe('what is not seen (SNP-2)', () => {
  const rest = atRest(start(), settings, one)
  const changed = gone(
    edited(rest, at.collector('ready'), (it) => ({
      ...it,
      spec: { filter: 'false', ...(it['spec'] as JsonObject) },
    })),
    web,
  )

  it.each([
    'wds bindingpolicies',
    'wds bindings',
    'wds statuscollectors',
    'wds combinedstatuses',
    'its managedclusters',
    'its manifestworks',
    'its workstatuses',
    'wds deployments',
  ])('SNP-2 without %s no CombinedStatus is changed or deleted', (resource) => {
    expect(combinedPlans(changed)).toHaveLength(1)
    expect(combinedPlans(unseeing(changed, resource))).toEqual([])
    const collected = edited(rest, at.collector('ready'), (it) => ({ ...it, spec: total['spec'] ?? {} }))
    expect(combinedPlans(collected)).toHaveLength(1)
    const unseen = unseeing(collected, resource)
    expect(combinedPlans(unseen)).toEqual([])
    const outcome = evaluate(unseen, settings)
    expect([...outcome.combined].map(([, object]) => object)).toEqual(combinedIn(rest))
  })

  it('SNP-2 the condition says Unknown while collectors are not seen, and errors say that all stays', () => {
    const outcome = evaluate(unseeing(rest, 'wds statuscollectors'), settings)
    expect(conditionAt(outcome, at.policy('p'), 'StatusCollectorsAvailable')).toMatchObject({
      status: 'Unknown',
      message: expect.stringContaining('statuscollectors'),
    })
    expect(errorsAt(outcome, at.policy('p'))).toEqual([
      expect.stringMatching(/^CombinedStatus: statuscollectors.* they stay as they are$/),
    ])
    const codes = codesAt(evaluate(unseeing(start(), 'wds statuscollectors'), settings), at.policy('p'))
    expect(codes).not.toContain('CollectorMissing')
  })
})
