import { describe, expect, it } from 'vitest'
import { agent } from '../../../../test/generators/agent.ts'
import { eventsBetween } from '../../../../test/generators/changes.ts'
import { manifestWorks, namespaces, policies } from '../../../../test/generators/vocabulary.ts'
import { atRest, edited, errorsAt, heldIn, put, settings, the } from '../../../../test/worlds/story.ts'
import { at, configMap, namespace, policy, wec, world } from '../../../../test/worlds/world.ts'
import { isObject, type KubeObject, memberOf, namespaceOf, withMember } from '../kube/index.ts'
import { applyActions } from '../reconcile/index.ts'
import { type Snapshot, snapshotOf, type WorldEvent } from '../snapshot/index.ts'
import type { Transport } from '../transport/index.ts'
import { createEngine } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { plan } from './outcome.ts'

const wecs = ['east', 'west', 'north']
const start = () =>
  world({ wds: [policy('p'), configMap('shop/a'), configMap('shop/b')], its: wecs.map((name) => wec(name)) })

/** An engine at rest, and a way to say which mailboxes it works on anew after a change. */
function observed(from: Snapshot) {
  const wrapped: string[] = []
  const transport: Transport = {
    ...settings.transport,
    wrap: (bundle, there) => {
      wrapped.push(bundle.wec)
      return settings.transport.wrap(bundle, there)
    },
  }
  const engine = createEngine({ transport }, from)
  engine.outcome()
  let now = from
  return {
    mailboxesAfter(next: Snapshot): readonly string[] {
      wrapped.length = 0
      engine.accept(eventsBetween(now, next))
      now = next
      engine.outcome()
      return [...new Set(wrapped)].sort()
    },
  }
}

describe('what the engine works on anew', () => {
  it('is all mailboxes of a Binding when an object changes that it lists', () => {
    const rest = atRest(start())
    const next = edited(rest, at.configMap('shop/a'), (one) => ({ ...one, data: { key: 'other' } }))
    expect(observed(rest).mailboxesAfter(next)).toEqual(['east', 'north', 'west'])
  })

  it('is one mailbox when its agent reports', () => {
    const before = applyActions(start(), plan(evaluate(start(), settings)).actions)
    const next = agent(before, { sees: (one) => namespaceOf(one) === 'east' })
    expect(observed(before).mailboxesAfter(next)).toEqual(['east'])
  })

  it('CLU-2, RPT-8 is no mailbox for a heartbeat, or for a status that is written', () => {
    const rest = atRest(start())
    const engine = observed(rest)
    const beating = edited(rest, at.wec('east'), (one) => withStatus(one, { lease: 'renewed' }))
    expect(engine.mailboxesAfter(beating)).toEqual([])
    const policyStatus = edited(beating, at.policy('p'), (one) => withStatus(one, { note: 'by somebody' }))
    expect(engine.mailboxesAfter(policyStatus)).toEqual([])
    const bindingStatus = edited(policyStatus, at.binding('p'), (one) =>
      withStatus(one, { note: 'by somebody' }),
    )
    expect(engine.mailboxesAfter(bindingStatus)).toEqual([])
    const objectStatus = edited(bindingStatus, at.configMap('shop/a'), (one) =>
      withStatus(one, { seen: 'by somebody' }),
    )
    expect(engine.mailboxesAfter(objectStatus)).toEqual([])
  })

  it('is no mailbox of other Bindings when a policy is edited or comes', () => {
    const rest = atRest(start())
    const engine = observed(rest)
    const nowhere = put(rest, 'wds', {
      ...policy('q', { wecs: [] }),
      metadata: { name: 'q', uid: 'q', generation: 1 },
    })
    expect(engine.mailboxesAfter(nowhere)).toEqual([])
    expect(
      engine.mailboxesAfter(
        put(nowhere, 'wds', {
          ...policy('q', { wecs: [{ matchLabels: { no: 'such' } }] }),
          metadata: { name: 'q', uid: 'q', generation: 2 },
        }),
      ),
    ).toEqual([])
  })
})

describe('what the engine is told', () => {
  it('P-3 may be no object: it throws nothing, and what a resource lacks makes it unseen', () => {
    const rest = atRest(start())
    for (const object of [
      null,
      5,
      {},
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
    ]) {
      const engine = createEngine(settings, rest)
      engine.outcome()
      // What a watch brings is not checked by anybody before.
      const events = [
        { kind: 'put', space: 'wds', object: object as unknown as KubeObject },
      ] satisfies WorldEvent[]
      engine.accept(events)
      const isOfAKind = typeof object === 'object' && object !== null && 'kind' in object
      const known = engine.outcome().snapshot.resource('wds', { group: '', resource: 'configmaps' })?.known
      expect(known === true).toBe(!isOfAKind)
      expect([...engine.outcome().problems]).toEqual([
        ...evaluate(engine.outcome().snapshot, settings).problems,
      ])
    }
  })

  it('WRP-6 may make the id of the WDS known late, or lost', () => {
    const lost = { group: '', resource: 'namespaces' }
    const engine = createEngine(settings, atRest(start()))
    const agrees = () => {
      const outcome = engine.outcome()
      expect(plan(outcome)).toEqual(plan(evaluate(outcome.snapshot, settings)))
      return outcome.snapshot
    }
    agrees()
    engine.accept([{ kind: 'resourceGone', space: 'wds', resource: lost }])
    expect(agrees().wdsId).toBeUndefined()
    engine.accept([
      {
        kind: 'put',
        space: 'wds',
        object: { ...namespace('kube-system', { uid: 'another', resourceVersion: '9' }) },
      },
    ])
    expect(agrees().wdsId).toBeUndefined()
    engine.accept([{ kind: 'resource', space: 'wds', info: namespaces }])
    expect(agrees().wdsId).toBe('another')
  })

  it('may take wrapped objects away while the work is cut short', () => {
    const rest = atRest(start())
    const engine = createEngine(settings, rest)
    engine.work(() => false)
    engine.accept([
      {
        kind: 'put',
        space: 'wds',
        object: {
          ...the(rest, at.policy('p')),
          metadata: {
            ...the(rest, at.policy('p')).metadata,
            resourceVersion: '999999',
            annotations: { a: 'b' },
          },
        },
      },
    ])
    let left = 1
    expect(engine.work(() => left-- <= 0)).toBe('more')
    engine.accept(
      wecs.map((name): WorldEvent => ({ kind: 'deleted', ref: at.work(`${name}/p-wds1-0`), uid: '' })),
    )
    expect(engine.work()).toBe('done')
    expect(plan(engine.outcome())).toEqual(plan(evaluate(engine.outcome().snapshot, settings)))
  })
})

describe('an engine over a snapshot without resources', () => {
  it('SNP-1 knows nothing, and wants nothing', () => {
    const nothing = { resources: [], objects: [] }
    const { snapshot } = snapshotOf({
      wdsName: 'wds1',
      now: '2026-01-01T00:00:00Z',
      wds: nothing,
      its: nothing,
    })
    const engine = createEngine(settings, snapshot)
    expect(engine.takeActions()).toEqual([])
    engine.accept([
      { kind: 'resource', space: 'its', info: manifestWorks },
      { kind: 'resource', space: 'wds', info: policies },
      { kind: 'put', space: 'wds', object: policy('p', { metadata: { uid: 'p', resourceVersion: '1' } }) },
    ])
    expect(engine.takeActions().map(({ ref }) => ref.resource)).toEqual(['bindingpolicies'])
    expect(heldIn(engine.outcome().snapshot, 'east')).toEqual([])
    expect(errorsAt(engine.outcome(), at.policy('p'))).toEqual([])
  })
})

function withStatus(one: KubeObject, more: Record<string, string>): KubeObject {
  const standing = memberOf(one, 'status')
  const status = withMember(isObject(standing) ? standing : {}, 'more', more)
  return { ...one, status }
}
