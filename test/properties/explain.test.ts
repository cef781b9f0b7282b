import {
  type Explanation,
  evaluate,
  explain,
  idKey,
  labelsOf,
  labelValueFor,
  listAt,
  manifestKey,
  type ObjectId,
  type Outcome,
  stringAt,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wecNames } from '../generators/vocabulary.ts'
import { settingsOf, snapshotOfWorld, worlds } from '../generators/worlds.ts'
import { ofKind, runs, toRest } from './support.ts'

const MOST = 12

describe('explain', () => {
  it('EXP-1 delivered exactly where a Binding that names it holds it in the mailbox, at rest', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { outcome } = toRest(snapshotOfWorld(world), settingsOf(world), {}, MOST)
        forEachPair(outcome, ({ object, wec }, explanation) => {
          const { verdict } = explanation
          if (verdict.kind !== 'delivered') return
          expect(verdict.by.length).toBeGreaterThan(0)
          const holders = holdersOf(outcome, object, wec)
          for (const binding of verdict.by) expect(holders).toContain(labelValueFor(binding))
        })
        forEachPair(outcome, ({ object, wec }, { verdict }) => {
          if (verdict.kind === 'notSelected' || verdict.kind === 'absent')
            expect(holdersOf(outcome, object, wec)).toEqual([])
        })
      }),
      runs(35),
    )
  })

  it('EXP-1 what policies say agrees with what their Bindings list; a no and a yes have facts', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const outcome = evaluate(snapshotOfWorld(world), settingsOf(world))
        // SNP-3: an empty inventory over mailboxes of ours is not believed, and destinations stay.
        if (ofKind(outcome.snapshot, 'its', 'ManagedCluster').length === 0) return
        forEachPair(outcome, ({ object, wec }, { policies, decisive }) => {
          for (const { policy, valid, wec: onWec, clauses } of policies) {
            const says = valid && onWec.some(allHold) && clauses.some(allHold)
            const made = outcome.bindings.get(policy)
            if (made === undefined || made.frozen || !isWritten(outcome, policy)) continue
            expect(lists(made.binding, object, wec), policy).toBe(says)
          }
          const selectors = policies.flatMap(({ wec: onWec, clauses }) => [...onWec, ...clauses])
          if (selectors.some((facts) => facts.length > 0)) expect(decisive.length).toBeGreaterThan(0)
        })
      }),
      runs(35),
    )
  })
})

type Pair = Readonly<{ object: ObjectId; wec: string }>

function forEachPair(outcome: Outcome, check: (pair: Pair, explanation: Explanation) => void): void {
  for (const info of outcome.snapshot.resources('wds')) {
    if (info.group === 'control.kubestellar.io') continue
    for (const object of outcome.snapshot.objects('wds', info)) {
      const { group, resource } = info
      const id = {
        group,
        resource,
        namespace: stringAt(object, 'metadata', 'namespace') ?? '',
        name: stringAt(object, 'metadata', 'name') ?? '',
      }
      for (const wec of wecNames.slice(0, 4))
        check({ object: id, wec }, explain(outcome, { object: id, wec }))
    }
  }
}

// BND-12, BND-6: what is paused, or belongs to a user, is not what the policy selects.
function isWritten(outcome: Outcome, policy: string): boolean {
  const object = ofKind(outcome.snapshot, 'wds', 'BindingPolicy').find(
    (one) => stringAt(one, 'metadata', 'name') === policy,
  )
  const there = outcome.bindings.get(policy)?.binding
  const isOwned = listAt(there, 'metadata', 'ownerReferences').some((one) => stringAt(one, 'name') === policy)
  // BND-4: one that somebody deletes stands as it was until it is made again.
  const isLeaving = stringAt(there, 'metadata', 'deletionTimestamp') !== undefined
  const isPaused = stringAt(object, 'metadata', 'annotations', 'downsync/paused') === 'true'
  return isOwned && !isLeaving && !isPaused
}

function lists(binding: Parameters<typeof labelsOf>[0], object: ObjectId, wec: string): boolean {
  const entries = ['clusterScope', 'namespaceScope'].flatMap((scope) =>
    listAt(binding, 'spec', 'workload', scope),
  )
  const isListed = entries.some(
    (entry) =>
      idKey(object) ===
      idKey({
        group: stringAt(entry, 'group') ?? '',
        resource: stringAt(entry, 'resource') ?? '',
        namespace: stringAt(entry, 'namespace') ?? '',
        name: stringAt(entry, 'name') ?? '',
      }),
  )
  return isListed && listAt(binding, 'spec', 'destinations').some((one) => stringAt(one, 'clusterId') === wec)
}

function holdersOf(outcome: Outcome, object: ObjectId, wec: string): readonly string[] {
  const info = outcome.snapshot.resource('wds', object)
  const key = manifestKey({ ...object, kind: info?.kind ?? '' })
  return ofKind(outcome.snapshot, 'its', 'ManifestWork').flatMap((work) => {
    if (stringAt(work, 'metadata', 'namespace') !== wec) return []
    if (stringAt(work, 'metadata', 'deletionTimestamp') !== undefined) return []
    if (stringAt(labelsOf(work), 'transport.kubestellar.io/originWdsName') !== 'wds1') return []
    const bundle = ocmTransport.unwrap(work)
    const holds = bundle.ok && bundle.value.items.some(({ id }) => manifestKey(id) === key)
    const binding = stringAt(labelsOf(work), 'transport.kubestellar.io/originOwnerReferenceBindingKey')
    return holds && binding !== undefined ? [binding] : []
  })
}

function allHold(facts: readonly Readonly<{ holds: boolean }>[]): boolean {
  return facts.every((fact) => fact.holds)
}
