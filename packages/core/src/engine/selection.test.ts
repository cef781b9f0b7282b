import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edited, put } from '../../../../test/worlds/story.ts'
import { annotated, at, configMap, namespace, policy, world } from '../../../../test/worlds/world.ts'
import { refOfKey } from '../kube/index.ts'
import { compilePolicy, matchPolicy, subjectOf } from '../select/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { inputsOf, type World } from './inputs.ts'
import { Runner } from './runner.ts'
import { selectionStages } from './selection.ts'
import type { Gather, Stage } from './stage.ts'

const POLICIES = { group: 'control.kubestellar.io', resource: 'bindingpolicies' }
const names = ['p', 'q', 'r']
const objects = ['shop/a', 'shop/b', 'back/a']

/** The selection stages over a world that can be replaced. */
function selecting(from: Snapshot) {
  const now: World = { snapshot: from }
  const inputs = inputsOf(now)
  const stages = selectionStages(inputs, undefined)
  const runner = new Runner([stages.candidates] as Gather<unknown>[])
  const selected: Stage<readonly string[]> = {
    name: 'selected',
    compute: (read, name) => [...read.bucket(stages.candidates, name).keys()],
  }
  return {
    compiled: (name: string) => runner.get(stages.compiled, name),
    selected: (name: string) => runner.get(selected, name).map((key) => textOf(refOfKey(key))),
    become: (next: Snapshot) => {
      now.snapshot = next
      runner.invalidateAll(inputs.object)
      runner.invalidateAll(inputs.keys)
    },
  }
}

function textOf({ namespace: space, name }: { namespace: string; name: string }): string {
  return `${space}/${name}`
}

/** What a loop over all objects selects. */
function naively(snapshot: Snapshot, name: string): readonly string[] {
  const [found] = [...snapshot.objects('wds', POLICIES)].filter((one) => one.metadata['name'] === name)
  if (found === undefined) return []
  return objects.filter((place) => {
    const ref = at.configMap(place)
    const object = snapshot.get(ref)
    const subject = object === undefined ? undefined : subjectOf(ref, object, { kind: 'absent' })
    return subject !== undefined && matchPolicy(compilePolicy(found), subject).sure !== undefined
  })
}

const edit = fc.oneof(
  fc.record({ name: fc.constantFrom(...names), asks: fc.constantFrom('web', 'db', 'invalid') }),
  fc.record({ place: fc.constantFrom(...objects), app: fc.constantFrom('web', 'db') }),
)

describe('selection, kept up to date', () => {
  it('SEL-1 remembers nothing that is not so any more, whatever policies and objects come and change', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 10 }), (edits) => {
        let snapshot = world({ wds: [policy('p'), configMap('shop/a'), namespace('shop')] })
        const { selected, become } = selecting(snapshot)
        for (const one of edits) {
          snapshot = put(
            snapshot,
            'wds',
            'place' in one ? labelled(one.place, one.app) : asking(one.name, one.asks),
          )
          become(snapshot)
          for (const name of names)
            expect([...selected(name)].sort()).toEqual([...naively(snapshot, name)].sort())
        }
      }),
    )
  })

  it('a policy is compiled anew when its spec changes, and not for its status or annotations', () => {
    const start = world({ wds: [policy('p')] })
    const { compiled, become } = selecting(start)
    const first = compiled('p')
    const touched = edited(start, at.policy('p'), (one) =>
      annotated({ ...one, status: { errors: ['x'] } }, 'a', 'b'),
    )
    become(touched)
    expect(compiled('p')).toBe(first)
    become(edited(touched, at.policy('p'), (one) => ({ ...one, spec: { downsync: [] } })))
    expect(compiled('p')).not.toBe(first)
  })
})

function labelled(place: string, app: string) {
  return configMap(place, { labels: { app }, uid: place })
}

function asking(name: string, app: string) {
  const clause =
    app === 'invalid'
      ? { objectSelectors: [{ matchLabels: { '': '' } }] }
      : { objectSelectors: [{ matchLabels: { app } }] }
  return policy(name, { metadata: { uid: `bindingpolicy-${name}` }, clause })
}
