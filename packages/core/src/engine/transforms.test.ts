import { describe, expect, it } from 'vitest'
import { resourceInfo, transforms } from '../../../../test/generators/vocabulary.ts'
import {
  atRest,
  codesAt,
  conditionAt,
  deleted,
  edited,
  errorsAt,
  gone,
  heldIn,
  planned,
  plannedTexts,
  put,
  refusing,
  settings,
  the,
  unseeing,
  worksIn,
} from '../../../../test/worlds/story.ts'
import { at, configMap, objectOf, policy, wec, world } from '../../../../test/worlds/world.ts'
import { explain } from '../explain/index.ts'
import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  refOf,
  stringAt,
  valueAt,
} from '../kube/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { createEngine, evaluate } from './index.ts'

const secrets = resourceInfo('', 'secrets', 'Secret', true)
const transform = (name: string, remove: Json, resource = 'configmaps', metadata: JsonObject = {}) =>
  objectOf(transforms, name, metadata, { spec: { apiGroup: '', resource, remove } })
const transformAt = (name: string) =>
  refOf('wds', { group: transforms.group, resource: transforms.resource, namespace: '', name })
const clause = { resources: ['configmaps', 'secrets'] }
const two: JsonObject = { x: '1', y: '2' }
const start = (...more: readonly KubeObject[]) =>
  world({
    wds: [
      policy('p', { clause }),
      configMap('shop/a', {}, two),
      objectOf(secrets, 'shop/s', { labels: { app: 'web' } }, { data: { x: 'MQ==' } }),
      ...more,
    ],
    its: [wec('east')],
  })

/** The data of the delivered objects, by name. */
const deliveredIn = (snapshot: Snapshot) =>
  Object.fromEntries(
    worksIn(snapshot, 'east')
      .flatMap((work) => listAt(work, 'spec', 'workload', 'manifests'))
      .map((manifest) => [stringAt(manifest, 'metadata', 'name') ?? '', valueAt(manifest, 'data') ?? null]),
  )
const statusOf = (snapshot: Snapshot, name: string) => the(snapshot, transformAt(name))['status']
const removing = (remove: Json) => (object: KubeObject) => ({
  ...object,
  metadata: { ...object.metadata, generation: 2 },
  spec: { apiGroup: '', resource: 'configmaps', remove },
})

describe('a CustomTransform (TRF-4)', () => {
  it('TRF-4 takes effect when it comes, changes and goes, for its group and resource alone', () => {
    const before = atRest(start())
    const coming = put(before, 'wds', transform('t', ['$.data.x']))
    expect(plannedTexts(coming).filter((text) => !/bindings/.test(text))).toEqual([
      'patch manifestworks east/p-wds1-0',
    ])
    const there = atRest(coming)
    expect(deliveredIn(there)).toEqual({ a: { y: '2' }, s: { x: 'MQ==' } })
    const changed = atRest(edited(there, transformAt('t'), removing(['$.data.y'])))
    expect(deliveredIn(changed)['a']).toEqual({ x: '1' })
    expect(deliveredIn(atRest(deleted(changed, transformAt('t'))))['a']).toEqual(two)
  })

  it('TRF-4 is deleted when somebody says so, whoever holds it up', () => {
    const held = transform('t', ['$.data.x'], 'configmaps', { finalizers: ['example.com/hold'] })
    const rest = atRest(start(held))
    expect(deliveredIn(rest)['a']).toEqual({ y: '2' })
    expect(deliveredIn(atRest(deleted(rest, transformAt('t'))))['a']).toEqual(two)
    const broken = atRest(edited(rest, transformAt('t'), removing(['$['])))
    expect(deliveredIn(atRest(deleted(broken, transformAt('t'))))['a']).toEqual(two)
  })

  it('TRF-4 says in its status what it was found to be, once', () => {
    const good = atRest(start(transform('t', ['$.data.x'])))
    expect(statusOf(good, 't')).toEqual({ observedGeneration: 1 })
    const bad = atRest(edited(good, transformAt('t'), removing(['$.data.x', '$', '$[', 7])))
    expect(statusOf(bad, 't')).toEqual({
      observedGeneration: 2,
      errors: [
        'Error in spec.remove[3]: must be a string; found the number 7',
        'Invalid spec.remove[1]: it identifies the whole object',
        'Error in spec.remove[2]: syntax error at 2: unclosed bracketed selection',
      ],
    })
    expect(planned(bad)).toEqual([])
    const mended = atRest(edited(bad, transformAt('t'), removing([])))
    expect(statusOf(mended, 't')).toEqual({ observedGeneration: 2 })
  })

  it('TRF-4 says so whether or not anything is listed that it is for, and keeps what others say there', () => {
    const foreign = { ...transform('t', ['x'], 'nothings'), status: { theirs: 'stays', warnings: ['old'] } }
    expect(statusOf(atRest(start(foreign)), 't')).toMatchObject({
      theirs: 'stays',
      errors: ["Error in spec.remove[0]: syntax error at 0: expected '$', found 'x'"],
    })
    expect(statusOf(atRest(start(foreign)), 't')).not.toHaveProperty('warnings')
    expect(codesAt(evaluate(start(foreign), settings), transformAt('t'))).toEqual(['QueryInvalid'])
  })

  it('TRF-4 warns each of several for one group and resource, and applies them all', () => {
    const warning =
      'multiple CustomTransform objects specify the same GroupResource; their names are map[a:{} b:{}]'
    const other = transform('c', ['$.data.x'], 'secrets')
    const rest = atRest(start(transform('b', ['$.data.x']), transform('a', ['$.data.y']), other))
    expect(deliveredIn(rest)['a']).toEqual({})
    for (const name of ['a', 'b'])
      expect(statusOf(rest, name)).toEqual({ observedGeneration: 1, warnings: [warning] })
    expect(statusOf(rest, 'c')).toEqual({ observedGeneration: 1 })
    const [problem] = evaluate(rest, settings).problems.get(transformAt('a')) ?? []
    expect([problem?.code, problem?.severity, problem?.freezes]).toEqual(['TransformShared', 'warning', []])
    expect(statusOf(atRest(gone(rest, transformAt('b'))), 'a')).toEqual({ observedGeneration: 1 })
  })

  it('TRF-4, P-3 says in its status which expression takes too long, and in which listed objects', () => {
    const slow = '$[?search(@, "([ab]?){60}[ab]*a[ab]{100}c")]'
    const long = (name: string) => ({ ...configMap(name), note: 'ab'.repeat(200_000) }) as KubeObject
    const several = start(transform('t', ['$.data.x', slow, slow]), long('shop/z'), long('shop/c'))
    const rest = atRest(put(several, 'wds', policy('q', { clause })))
    const text = (count: string) =>
      `Error in spec.remove[1]: in configmaps shop/c it takes more than 1000000 steps, so that the object stays as it is in the WECs${count}`
    expect(statusOf(rest, 't')).toEqual({ observedGeneration: 1, errors: [text(' (and 1 more objects)')] })
    expect(codesAt(evaluate(rest, settings), transformAt('t'))).toContain('RemovalUnbounded')
    expect(planned(rest)).toEqual([])
    const one = atRest(gone(rest, at.configMap('shop/z')))
    expect(statusOf(one, 't')).toEqual({ observedGeneration: 1, errors: [text('')] })
    // What nothing lists is not looked at.
    expect(statusOf(atRest(gone(gone(one, at.policy('p')), at.policy('q'))), 't')).toEqual({
      observedGeneration: 1,
    })
  })

  it('P-4, FRZ-1 while it has an error, what stands stays; other kinds go on; what is deleted leaves', () => {
    const good = atRest(start(transform('t', ['$.data.x']), configMap('shop/b')))
    const broken = edited(good, transformAt('t'), removing(['$.data.x', '$.data[']))
    expect(plannedTexts(broken)).toEqual([])
    const withData = (data: JsonObject) => (object: KubeObject) => ({ ...object, data })
    const secret = refOf('wds', { group: '', resource: 'secrets', namespace: 'shop', name: 's' })
    const after = atRest(
      edited(
        edited(put(broken, 'wds', configMap('shop/new')), at.configMap('shop/a'), withData({ z: '3' })),
        secret,
        withData({ x: 'Mg==' }),
      ),
    )
    expect(deliveredIn(after)).toMatchObject({ a: { y: '2' }, s: { x: 'Mg==' } })
    expect(heldIn(after, 'east')).not.toContain('ConfigMap shop/new')
    const outcome = evaluate(after, settings)
    expect(conditionAt(outcome, at.policy('p'), 'Ready')).toMatchObject({ status: 'False', reason: 'Frozen' })
    expect(errorsAt(outcome, at.policy('p'))).toHaveLength(3)
    expect(errorsAt(outcome, at.policy('p'))[0]).toBe(
      'configmaps shop/a: spec.remove[1]: syntax error at 7: unclosed bracketed selection; until that is mended, configmaps stay as they are in the WECs',
    )
    const [problem, ...others] = outcome.problems.get(transformAt('t')) ?? []
    expect([problem?.freezes.map(({ object }) => object?.name), others]).toEqual([['a', 'b', 'new'], []])
    expect(heldIn(atRest(gone(after, at.configMap('shop/b'))), 'east')).toEqual([
      'ConfigMap shop/a',
      'Secret shop/s',
    ])
    expect(deliveredIn(atRest(edited(after, transformAt('t'), removing(['$.data.x']))))).toMatchObject({
      a: { z: '3' },
      new: { key: 'value' },
    })
  })

  it('SNP-2 while CustomTransforms are not seen, nothing changes, and their warnings stay', () => {
    const rest = atRest(start(transform('a', ['$.data.x']), transform('b', [])))
    const blind = unseeing(gone(unseeing(rest, 'wds customtransforms'), transformAt('a')), 'wds secrets')
    expect(plannedTexts(blind)).toEqual([])
    expect(planned(unseeing(rest, 'wds customtransforms')).map(({ ref }) => ref.resource)).not.toContain(
      'customtransforms',
    )
  })

  it('P-6b a refused status is not written again, and is reported', () => {
    const refused = refusing(start(transform('t', ['$['])), ({ ref }) => ref.name === 't')
    expect(planned(refused).map(({ ref }) => ref.name)).not.toContain('t')
    expect(codesAt(evaluate(refused, settings), transformAt('t'))).toEqual(['QueryInvalid', 'WriteRefused'])
    expect(
      planned(edited(refused, transformAt('t'), removing(['$.x[']))).map(({ ref }) => ref.name),
    ).toContain('t')
  })

  it('EXP-3 is named on the way, and its problems with those of the object', () => {
    const question = {
      object: { group: '', resource: 'configmaps', namespace: 'shop', name: 'a' },
      wec: 'east',
    }
    const rest = atRest(
      start(transform('b', ['$.data.x']), transform('a', []), transform('c', [], 'secrets')),
    )
    expect(explain(evaluate(rest, settings), question).journey[0]?.message).toBe(
      'what belongs to the WDS alone is taken out (TRF), and what CustomTransforms remove: a, b (TRF-4)',
    )
    const broken = evaluate(edited(rest, transformAt('b'), removing(['$['])), settings)
    expect(explain(broken, question).problems.map(({ code, on }) => `${on.name} ${code}`)).toContain(
      'b QueryInvalid',
    )
    expect(explain(broken, question).verdict).toMatchObject({ kind: 'frozen' })
  })
})

describe('the engine, when a CustomTransform changes', () => {
  it('TRF-4 looks again at the objects of its group and resource, and at no other', () => {
    const rest = atRest(start(transform('t', ['$.data.x'])))
    const cleaned: string[] = []
    const watching = {
      ...settings,
      transport: {
        ...settings.transport,
        sizeOf: (content: KubeObject) => {
          cleaned.push(content.kind)
          return settings.transport.sizeOf(content)
        },
      },
    }
    const engine = createEngine(watching, rest)
    engine.outcome()
    const afterPut = (object: KubeObject) => {
      cleaned.length = 0
      const version = String(Number(object.metadata['resourceVersion']) + 1_000_000)
      const metadata = { ...object.metadata, resourceVersion: version }
      engine.accept([{ kind: 'put', space: 'wds', object: { ...object, metadata } }])
      engine.outcome()
      return [...new Set(cleaned)]
    }
    const there = the(rest, transformAt('t'))
    expect(afterPut({ ...there, status: { observedGeneration: 1, theirs: 'x' } })).toEqual([])
    expect(afterPut(removing(['$.data.y'])(there))).toContain('ConfigMap')
    expect(cleaned).not.toContain('Secret')
  })
})
