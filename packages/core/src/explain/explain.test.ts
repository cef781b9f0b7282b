import { describe, expect, it } from 'vitest'
import { agent } from '../../../../test/generators/agent.ts'
import { resourceInfo } from '../../../../test/generators/vocabulary.ts'
import { atRest, deleted, edited, settings, unseeing, written } from '../../../../test/worlds/story.ts'
import {
  annotated,
  at,
  configMap,
  namespace,
  objectOf,
  policy,
  usersBinding,
  WDS_ID,
  wec,
  work,
  world,
} from '../../../../test/worlds/world.ts'
import { evaluate } from '../engine/index.ts'
import { idOf, type JsonObject, type ObjectId } from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { explain } from './explain.ts'

const a = idOf(at.configMap('shop/a'))
const ask = (snapshot: Snapshot, object: ObjectId = a, where = 'east', how = settings) =>
  explain(evaluate(snapshot, how), { object, wec: where })
const verdictOn = (...question: Parameters<typeof ask>) => ask(...question).verdict
const start = () => world({ wds: [policy('p'), configMap('shop/a')], its: [wec('east'), wec('west')] })
const expandTemplates = { annotations: { 'control.kubestellar.io/expand-templates': 'true' } }

describe('the verdict (EXP-1)', () => {
  it('EXP-1 delivered: by which Bindings', () => {
    expect(verdictOn(atRest(start()))).toEqual({ kind: 'delivered', by: ['p'] })
    const both = world({
      wds: [policy('p'), usersBinding('mine', ['shop/a'], ['east']), configMap('shop/a')],
      its: [wec('east'), wec('west')],
    })
    expect(verdictOn(atRest(both))).toEqual({ kind: 'delivered', by: ['mine', 'p'] })
    expect(verdictOn(atRest(both), a, 'west')).toEqual({ kind: 'delivered', by: ['p'] })
  })

  it('EXP-1 not selected: no such label, or no such WEC', () => {
    const unlabelled = world({ wds: [policy('p'), configMap('shop/a', { labels: {} })], its: [wec('east')] })
    expect(verdictOn(unlabelled)).toEqual({ kind: 'notSelected' })
    expect(verdictOn(start(), a, 'elsewhere')).toEqual({ kind: 'notSelected' })
  })

  it('EXP-1 absent: no such object anywhere', () => {
    expect(verdictOn(start(), { ...a, name: 'none' })).toEqual({ kind: 'absent' })
  })

  it('DLV-1 withheld: because of what it is', () => {
    const own = policy('p', {
      clause: { resources: ['namespaces'], objectSelectors: [], objectNames: ['default'] },
    })
    const snapshot = world({ wds: [own, namespace('default')], its: [wec('east')] })
    const id = { group: '', resource: 'namespaces', namespace: '', name: 'default' }
    expect(verdictOn(atRest(snapshot), id)).toEqual({
      kind: 'withheld',
      rule: 'DLV-1: each WEC has its own Namespace of this name',
    })
  })

  it('DLV-1 withheld: because of its owner, where that goes; elsewhere for the reason that holds there', () => {
    const replicaSets = resourceInfo('apps', 'replicasets', 'ReplicaSet', true)
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }
    const pod = objectOf(resourceInfo('', 'pods', 'Pod', true), 'shop/pod', {
      labels: { app: 'web' },
      ownerReferences: [owner],
    })
    const rs = objectOf(replicaSets, 'shop/rs', { labels: { app: 'web' } })
    const id = { group: '', resource: 'pods', namespace: 'shop', name: 'pod' }
    const both = policy('p', { clause: { resources: ['pods', 'replicasets'] } })
    expect(verdictOn(atRest(world({ wds: [both, pod, rs], its: [wec('east')] })), id)).toEqual({
      kind: 'withheld',
      rule: 'DLV-1: its owner, ReplicaSet rs, goes to the same WEC and makes it there',
    })
    const self = world({
      wds: [policy('p', { clause: { resources: ['pods'] } }), pod],
      its: [wec('east', { id: WDS_ID })],
    })
    expect(verdictOn(atRest(self), id)).toMatchObject({
      kind: 'withheld',
      rule: expect.stringMatching(/DLV-2/),
    })
  })

  it.each([
    [
      'CLU-4',
      usersBinding('mine', ['shop/a'], ['nowhere']),
      'nowhere',
      /^CLU-4: there is no ManagedCluster nowhere/,
    ],
    ['DLV-2', policy('p'), 'self', /DLV-2: nothing is delivered to self/],
    ['BND-12', annotated(policy('p'), 'downsync/paused', 'true'), 'east', /^BND-12: p is paused/],
  ] as const)('%s withheld: because of the WEC or the Binding', (_, author, where, rule) => {
    const snapshot = world({
      wds: [author, configMap('shop/a')],
      its: [wec('east'), wec('self', { id: WDS_ID })],
    })
    expect(verdictOn(atRest(snapshot), a, where)).toEqual({
      kind: 'withheld',
      rule: expect.stringMatching(rule),
    })
  })

  it('FRZ-1 frozen: why', () => {
    const templated = configMap('shop/a', expandTemplates, { key: '{{.tier}}' })
    const snapshot = world({ wds: [policy('p'), templated], its: [wec('east')] })
    expect(verdictOn(atRest(snapshot))).toMatchObject({
      kind: 'frozen',
      why: expect.stringMatching(/^template: east\/ConfigMap\(shop\/a\)\.data\.key:1:2: /),
    })
  })

  it('FRZ-2 leaving: removed, orphaned or held', () => {
    const rest = atRest(start())
    expect(verdictOn(deleted(rest, at.policy('p')))).toMatchObject({ kind: 'leaving', how: 'removed' })
    const limited = { ...settings, limits: { withdrawals: 0 } }
    expect(verdictOn(deleted(rest, at.policy('p')), a, 'east', limited)).toEqual({
      kind: 'leaving',
      how: 'held',
      why: 'GRD-1: a large withdrawal waits to be confirmed',
    })
    const self = agent(
      world({
        wds: [configMap('shop/a')],
        its: [wec('self', { id: WDS_ID }), work('self/w', 'p', [configMap('shop/a')])],
      }),
    )
    expect(verdictOn(self, a, 'self')).toEqual({
      kind: 'leaving',
      how: 'orphaned',
      why: 'leaves orphaned, as the WEC is the WDS',
    })
  })

  it.each([
    ['wds configmaps', 'configmaps'],
    ['wds bindingpolicies', 'bindingpolicies'],
    ['wds bindings', 'bindings'],
    ['its managedclusters', 'managedclusters'],
  ])('SNP-1 unknown: %s are not seen, and might list it', (resource, unseen) => {
    const unlabelled = world({ wds: [policy('p'), configMap('shop/a', { labels: {} })], its: [wec('east')] })
    expect(verdictOn(unseeing(unlabelled, resource))).toMatchObject({
      kind: 'unknown',
      unseen: { resource: unseen },
    })
  })

  it('SNP-2 unknown: Namespaces are not seen, where a clause hangs on them', () => {
    const hanging = policy('p', { clause: { namespaceSelectors: [{ matchLabels: { env: 'prod' } }] } })
    const snapshot = world({
      wds: [hanging, configMap('shop/a')],
      its: [wec('east')],
      unseen: ['wds namespaces'],
    })
    expect(verdictOn(snapshot)).toMatchObject({ kind: 'unknown', unseen: { resource: 'namespaces' } })
    const other = {
      wds: [policy('p'), configMap('shop/a', { labels: {} })],
      its: [wec('east')],
      unseen: ['wds namespaces'],
    }
    expect(verdictOn(world(other))).toEqual({ kind: 'notSelected' })
  })

  it('SNP-3 unknown: the inventory is empty while mailboxes are not', () => {
    const snapshot = world({
      wds: [policy('p'), configMap('shop/a')],
      its: [namespace('east'), work('east/w', 'p', [configMap('shop/b')])],
    })
    expect(verdictOn(snapshot)).toMatchObject({ kind: 'unknown', unseen: { resource: 'managedclusters' } })
  })
})

describe('the facts that decide (EXP-1)', () => {
  it('EXP-1 of a yes, those of the first selector and the first clause that hold', () => {
    const decisive = ask(atRest(start())).decisive
    expect(decisive.every(({ policy: by, fact }) => by === 'p' && fact.holds)).toBe(true)
    expect(decisive.map(({ fact }) => fact.field)).toContain('resources')
  })

  it('EXP-1 of a no, of each policy the fewest that fail: what it wanted, what it saw', () => {
    const two = policy('p', {
      downsync: [
        { resources: ['secrets'], objectNames: ['x'], namespaces: ['other'] },
        { resources: ['configmaps'], objectSelectors: [{ matchLabels: { app: 'other' } }] },
      ],
    })
    const { decisive } = ask(atRest(world({ wds: [two, configMap('shop/a')], its: [wec('east')] })))
    expect(decisive.filter(({ fact }) => !fact.holds)).toHaveLength(1)
    expect(JSON.stringify(decisive)).toContain('other')
    expect(JSON.stringify(decisive)).not.toContain('secrets')
  })

  it('EXP-1 a WEC that fails is a fact as well', () => {
    const narrow = policy('p', { wecs: [{ matchLabels: { zone: 'north' } }] })
    const { decisive } = ask(
      atRest(
        world({ wds: [narrow, configMap('shop/a')], its: [wec('east', { labels: { zone: 'south' } })] }),
      ),
    )
    expect(decisive.filter(({ fact }) => !fact.holds)).toMatchObject([
      { policy: 'p', fact: { saw: 'south' } },
    ])
  })
})

describe('the journey (EXP-3)', () => {
  it('EXP-3 goes through transformed and wrapped to applied and reported', () => {
    const journey = (snapshot: Snapshot) =>
      ask(snapshot).journey.map(({ stage, in: where, message }) => [stage, where?.name, message])
    expect(ask(world({ wds: [policy('p')], its: [wec('east')] })).journey).toEqual([])
    const wrapped = written(start())
    expect(journey(wrapped)).toEqual([
      ['transformed', undefined, 'what belongs to the WDS alone is taken out (TRF)'],
      ['wrapped', 'p-wds1-0', 'p-wds1-0'],
      ['applied', undefined, 'pending'],
      ['reported', undefined, 'nothing yet'],
    ])
    expect(journey(agent(wrapped))[2]).toEqual(['applied', undefined, 'applied'])
    const refused = agent(wrapped, { says: () => 'refused' })
    expect(journey(refused)[2]).toEqual([
      'applied',
      undefined,
      'failed: Failed to apply manifest: field is immutable',
    ])
  })

  it('EXP-3, CUS-4 says whether its templates are expanded, or what keeps them from it in this WEC', () => {
    const templated = configMap('shop/a', expandTemplates, { key: '{{.tier}}' })
    const its = [wec('east'), wec('north'), wec('west', { labels: { tier: 'gold' } })]
    const snapshot = atRest(world({ wds: [policy('p'), templated], its }))
    const stages = (where: string) =>
      ask(snapshot, a, where).journey.map(({ stage, message, problem }) => [stage, message, problem?.code])
    const transformed = ['transformed', 'what belongs to the WDS alone is taken out (TRF)', undefined]
    expect(stages('west').slice(0, 3)).toEqual([
      transformed,
      ['customized', 'its templates are expanded over the properties of west (CUS)', undefined],
      ['wrapped', 'p-wds1-0', undefined],
    ])
    for (const where of ['east', 'north'])
      expect(stages(where)).toEqual([
        transformed,
        [
          'customized',
          `template: ${where}/ConfigMap(shop/a).data.key:1:2: executing "${where}/ConfigMap(shop/a).data.key" at <.tier>: map has no entry for key "tier"`,
          'TemplateFailed',
        ],
      ])
  })

  it('EXP-3 ends with what the WEC reported, and whether that is the .status here', () => {
    const reports = () => [
      { suffix: '', owner: 'work', status: { ready: 1 }, generation: 3, at: '2026-01-01T00:00:01Z' } as const,
    ]
    const last = (clause: JsonObject, names: readonly string[]) => {
      const snapshot = atRest(
        world({ wds: [policy('p', { clause }), configMap('shop/a')], its: names.map((name) => wec(name)) }),
        settings,
        { reports },
      )
      return ask(snapshot).journey.at(-1)
    }
    const said = 'its status, at 2026-01-01T00:00:01Z, of its generation 3 there; '
    expect(last({}, ['east'])).toMatchObject({ stage: 'reported', message: `${said}nobody asks for it` })
    const asking = { wantSingletonReportedState: true }
    expect(last(asking, ['east'])).toMatchObject({
      in: { resource: 'workstatuses', namespace: 'east' },
      message: `${said}it is the .status here`,
    })
    expect(last(asking, ['east', 'west'])?.message).toBe(`${said}it is not the .status here`)
    const several = last({ wantMultiWECReportedState: true }, ['east', 'west'])
    expect(several?.message).toBe(`${said}it counts in the .status here, which is of several WECs`)
    const unseen = unseeing(atRest(start()), 'its workstatuses')
    expect(ask(unseen).journey.at(-1)?.message).toBe('workstatuses of the ITS are not completely known')
  })
})

describe('an aggregate (AGG-10)', () => {
  const deployments = resourceInfo('apps', 'deployments', 'Deployment', true, true)
  const web = objectOf(deployments, 'shop/web', { generation: 2 }, { spec: { replicas: 2 } })
  const many = policy('p', { downsync: [{ resources: ['deployments'], wantMultiWECReportedState: true }] })
  const id = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' }

  it('AGG-10, EXP-3 says of each field which WEC decided it, whichever is asked for', () => {
    const status = (ready: number, replicas: number) => ({
      observedGeneration: 1,
      replicas,
      updatedReplicas: 2,
      readyReplicas: ready,
      availableReplicas: ready,
      conditions: [{ type: 'Available', status: ready === 2 ? 'True' : 'False' }],
    })
    const snapshot = atRest(
      world({ wds: [many, web], its: [wec('east'), wec('north'), wec('west')] }),
      settings,
      {
        reports: (_, generation, where) => [
          {
            suffix: '',
            owner: 'work',
            status: status(where === 'north' ? 1 : 2, 2),
            generation,
            at: undefined,
          },
        ],
      },
    )
    for (const where of ['east', 'north']) {
      const decided = ask(snapshot, id, where).journey.at(-1)?.decided
      expect(decided).toContainEqual({
        path: '/conditions/Available',
        value: 'False',
        by: [{ wec: 'north', standing: 'current' }],
      })
      expect(decided?.map(({ path }) => path)).toContain('/readyReplicas')
    }
    const silent = atRest(world({ wds: [many, web], its: [wec('east'), wec('north')] }), settings, {
      reports: (_, generation, where) =>
        where === 'north'
          ? []
          : [{ suffix: '', owner: 'work', status: status(2, 2), generation, at: undefined }],
    })
    const stage = ask(silent, id, 'north').journey.at(-1)
    expect(stage?.message).toBe('nothing yet; it counts in the .status here, which is of several WECs')
    expect(stage?.decided).toContainEqual({
      path: '/conditions/Available',
      value: 'Unknown',
      by: [
        { wec: 'north', standing: 'silent' },
        { wec: 'east', standing: 'current' },
      ],
    })
  })
})

describe('problems that concern it (P-7)', () => {
  it('P-7 are those of the object, of what lists it, and of policies that nobody can read; not of others', () => {
    const large = configMap('shop/large', { labels: { app: 'q' } }, { key: 'x'.repeat(520_000) })
    const other = policy('q', {
      clause: { objectSelectors: [{ matchLabels: { app: 'q' } }], statusCollectors: ['c'] },
    })
    const broken = { ...policy('broken'), spec: { downsync: [{}] } }
    const snapshot = atRest(
      world({ wds: [policy('p'), other, broken, large, configMap('shop/a')], its: [wec('east')] }),
    )
    const named = (object: ObjectId) =>
      [...new Set(ask(snapshot, object).problems.map(({ on }) => on.name))].sort()
    expect(named(a)).toEqual(['broken'])
    expect(named({ ...a, name: 'large' })).toEqual(['broken', 'large', 'q'])
    expect(
      ask(
        edited(snapshot, at.policy('broken'), () => ({
          ...policy('broken'),
          metadata: { name: 'broken', uid: 'bindingpolicy-broken' },
        })),
      ).problems,
    ).toEqual([])
  })
})
