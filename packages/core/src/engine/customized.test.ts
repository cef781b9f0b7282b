import { describe, expect, it } from 'vitest'
import { resourceInfo } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  edited,
  errorsAt,
  gone,
  plannedTexts,
  put,
  settings,
  unseeing,
  worksIn,
} from '../../../../test/worlds/story.ts'
import { at, configMap, objectOf, policy, usersBinding, wec, world } from '../../../../test/worlds/world.ts'
import { isKubeObject, type KubeObject, listAt, nameOf, refOf, valueAt } from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { createEngine } from './engine.ts'
import { evaluate } from './evaluate.ts'

const expands = { annotations: { 'control.kubestellar.io/expand-templates': 'true' } }
const templated = (text: string, name = 'shop/a') => configMap(name, expands, { key: text })
const configMaps = resourceInfo('', 'configmaps', 'ConfigMap', true)
const properties = (name: string, data: Record<string, string>) =>
  objectOf(configMaps, `customization-properties/${name}`, {}, { data })
const propertiesAt = (name: string) =>
  refOf('its', { group: '', resource: 'configmaps', namespace: 'customization-properties', name })
const clusterAt = (name: string) => refOf('its', { ...INVENTORY, namespace: '', name })
const INVENTORY = { group: 'cluster.open-cluster-management.io', resource: 'managedclusters' }
const labelled = (name: string, labels: Record<string, string>) => wec(name, { labels })

/** `shop/a=value` of each manifest in a mailbox. */
function valuesIn(snapshot: Snapshot, mailbox: string): readonly string[] {
  return worksIn(snapshot, mailbox)
    .flatMap((work) => listAt(work, 'spec', 'workload', 'manifests').filter(isKubeObject))
    .map((manifest) => `${nameOf(manifest)}=${String(valueAt(manifest, 'data', 'key'))}`)
    .sort()
}

const edit = (snapshot: Snapshot, text: string) =>
  edited(snapshot, at.configMap('shop/a'), (one: KubeObject) => ({ ...one, data: { key: text } }))

const start = (text: string) =>
  world({
    wds: [policy('p'), templated(text), configMap('shop/b')],
    its: [...labelled('east', { region: 'eu' }), ...labelled('west', { region: 'us' })],
  })

describe('customization', () => {
  it('CUS-1, CUS-2 gives each WEC its own content, by its ConfigMap, annotations, labels and name', () => {
    const snapshot = put(
      start('{{.clusterName}} in {{.region}}'),
      'its',
      properties('west', { region: 'mars' }),
    )
    const rest = atRest(snapshot)
    expect(valuesIn(rest, 'east')).toEqual(['a=east in eu', 'b=value'])
    expect(valuesIn(rest, 'west')).toEqual(['a=west in mars', 'b=value'])
  })

  it('CUS-1 leaves an object without {{ as it is, with the annotation or without, whatever is seen', () => {
    const rest = atRest(unseeing(start('plain }} { {'), 'its configmaps'))
    expect(valuesIn(rest, 'east')).toEqual(['a=plain }} { {', 'b=value'])
    expect(errorsAt(evaluate(rest, settings), at.policy('p'))).toEqual([])
  })

  it('CUS-4 freezes one object in one WEC: what stands there stays, all else goes on', () => {
    let snapshot = atRest(start('old {{.region}}'))
    snapshot = edit(snapshot, 'new {{.tier}}')
    snapshot = put(snapshot, 'its', properties('west', { tier: 'gold' }))
    snapshot = atRest(edited(snapshot, at.configMap('shop/b'), (one) => ({ ...one, data: { key: 'new' } })))
    expect(valuesIn(snapshot, 'east')).toEqual(['a=old eu', 'b=new'])
    expect(valuesIn(snapshot, 'west')).toEqual(['a=new gold', 'b=new'])
    const outcome = evaluate(snapshot, settings)
    const line =
      'template: east/ConfigMap(shop/a).data.key:1:6: executing "east/ConfigMap(shop/a).data.key" at <.tier>: map has no entry for key "tier"'
    expect(errorsAt(outcome, at.binding('p'))).toEqual([line])
    expect(errorsAt(outcome, at.policy('p'))).toEqual([line])
    expect(outcome.problems.get(at.configMap('shop/a'))).toMatchObject([
      {
        code: 'TemplateFailed',
        path: 'data.key',
        message: line,
        freezes: [{ object: { name: 'a' }, wec: 'east' }],
      },
    ])
    expect(conditionAt(outcome, at.policy('p'), 'Ready')).toMatchObject({ status: 'False', reason: 'Frozen' })
    expect(conditionAt(outcome, at.policy('p'), 'Ready')?.['message']).toContain(line)
  })

  it('CUS-4 where nothing stands yet, nothing of the object goes there', () => {
    const rest = atRest(start('{{'))
    expect([valuesIn(rest, 'east'), valuesIn(rest, 'west')]).toEqual([['b=value'], ['b=value']])
  })

  it('CUS-4 says one line for each object, for the first WEC, and how many more there are', () => {
    const wecs = ['c', 'a', 'b'].flatMap((name) => wec(name))
    const others = templated('{{.y}}', 'shop/b')
    const rest = atRest(world({ wds: [policy('p'), templated('{{.x}} {{'), others], its: wecs }))
    const outcome = evaluate(rest, settings)
    expect(errorsAt(outcome, at.binding('p'))).toEqual([
      'template: a/ConfigMap(shop/a).data.key:1: unclosed action (and 2 more WECs)',
      'template: a/ConfigMap(shop/b).data.key:1:2: executing "a/ConfigMap(shop/b).data.key" at <.y>: map has no entry for key "y" (and 2 more WECs)',
    ])
    const [problem] = outcome.problems.get(at.configMap('shop/a')) ?? []
    expect(problem?.freezes.map((one) => one.wec)).toEqual(['a', 'b', 'c'])
  })

  it('CUS-4, P-4 a property that no source has any more leaves what runs, and comes back into effect', () => {
    const rest = atRest(put(start('{{.tier}}'), 'its', properties('east', { tier: 'gold' })))
    const without = atRest(gone(rest, propertiesAt('east')))
    expect(valuesIn(without, 'east')).toEqual(['a=gold', 'b=value'])
    expect(plannedTexts(gone(rest, propertiesAt('east')))).toEqual([])
    const again = atRest(put(without, 'its', properties('east', { tier: 'silver' })))
    expect(valuesIn(again, 'east')).toEqual(['a=silver', 'b=value'])
  })

  it.each(['its configmaps', 'its managedclusters'])(
    'SNP-2 while %s are not seen, what has templates is frozen, and nothing else is',
    (unseen) => {
      const rest = atRest(start('{{.region}}'))
      let snapshot = unseeing(rest, unseen)
      snapshot = edit(snapshot, 'new {{.clusterName}}')
      snapshot = atRest(edited(snapshot, at.configMap('shop/b'), (one) => ({ ...one, data: { key: 'new' } })))
      expect(valuesIn(snapshot, 'east')).toEqual(['a=eu', 'b=new'])
      const outcome = evaluate(snapshot, settings)
      expect(codesAt(outcome, at.configMap('shop/a'))).toEqual(['ResourceUnseen'])
      expect(errorsAt(outcome, at.binding('p'))).toEqual([
        `configmaps shop/a in east: its templates need ${unseen.slice(4) === 'configmaps' ? 'configmaps' : 'managedclusters.cluster.open-cluster-management.io'} of the ITS, which are not completely known (lost) (and 1 more WECs)`,
      ])
    },
  )

  it('SNP-2, TRF-4 while CustomTransforms are not seen, what has templates is frozen for that', () => {
    const rest = atRest(start('{{.region}}'))
    const snapshot = edit(unseeing(rest, 'wds customtransforms'), 'new {{.region}}')
    expect(plannedTexts(snapshot)).toEqual([])
    expect(codesAt(evaluate(snapshot, settings), at.configMap('shop/a'))).toEqual(['ResourceUnseen'])
  })

  it('WRP-12 what a template makes is checked for each WEC', () => {
    const object = configMap('shop/a', {
      annotations: expands.annotations,
      labels: { app: 'web', tier: '{{.tier}}' },
    })
    const its = [...labelled('east', { tier: 'gold' }), ...labelled('west', {})]
    const start = put(
      world({ wds: [policy('p'), object], its }),
      'its',
      properties('west', { tier: 'no label' }),
    )
    const rest = atRest(start)
    expect([valuesIn(rest, 'east'), valuesIn(rest, 'west')]).toEqual([['a=value'], []])
    const outcome = evaluate(rest, settings)
    expect(codesAt(outcome, at.configMap('shop/a'))).toEqual(['ManifestInvalid'])
    expect(errorsAt(outcome, at.binding('p'))[0]).toMatch(
      /^configmaps shop\/a in west: metadata\.labels\["tier"\]: /,
    )
  })

  it('WRP-5 what is too large in one WEC is frozen there', () => {
    const its = [...wec('east'), ...wec('west')]
    const big = properties('west', { text: 'x'.repeat(600_000) })
    const wds = [policy('p'), templated('{{.text}}')]
    const rest = atRest(put(world({ wds, its: [...its, properties('east', { text: 'small' })] }), 'its', big))
    expect([valuesIn(rest, 'east'), valuesIn(rest, 'west')]).toEqual([['a=small'], []])
  })

  it('BND-9 two Bindings that deliver one object with templates are no conflict', () => {
    const wds = [policy('p'), usersBinding('mine', ['shop/a'], ['east']), templated('{{.clusterName}}')]
    const rest = atRest(world({ wds, its: wec('east') }))
    expect(valuesIn(rest, 'east')).toEqual(['a=east', 'a=east'])
    expect(errorsAt(evaluate(rest, settings), at.binding('mine'))).toEqual([])
  })

  it('CUS-2 a change of a label makes writes in that WEC alone, and a heartbeat none', () => {
    const rest = atRest(start('{{.region}}'))
    const relabelled = edited(rest, clusterAt('east'), (one) => ({
      ...one,
      metadata: { ...one.metadata, labels: { region: 'asia' } },
    }))
    expect(plannedTexts(relabelled)).toEqual(['patch manifestworks east/p-wds1-0'])
    const beat = edited(rest, clusterAt('east'), (one) => ({
      ...one,
      metadata: { ...one.metadata, annotations: { 'a.b/c': 'not an identifier' } },
    }))
    expect(plannedTexts(beat)).toEqual([])
  })

  it('CUS-1 the engine takes up properties as they come and go', () => {
    const rest = atRest(start('{{.clusterName}} {{.tier}}'))
    const engine = createEngine(settings, rest)
    engine.outcome()
    const after = put(rest, 'its', properties('east', { tier: 'gold' }))
    engine.accept([
      { kind: 'put', space: 'its', object: after.get(propertiesAt('east')) ?? configMap('x/y') },
    ])
    engine.work()
    expect(
      engine
        .takeActions()
        .filter((one) => one.ref.space === 'its')
        .map(({ ref }) => ref.namespace),
    ).toEqual(['east'])
  })
})
