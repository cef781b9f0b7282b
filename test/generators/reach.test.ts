import {
  applyJsonPatch,
  evaluate,
  type Json,
  type KubeObject,
  listAt,
  type ProblemCode,
  parseJson,
  problemCodes,
  type ReportedState,
  snapshotOf,
  stringifyJson,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { toRest } from '../properties/support.ts'
import { agent } from './agent.ts'
import { anyJson, mangled } from './any-json.ts'
import { transformObject } from './control.ts'
import { deepWorlds, largeWorlds } from './rare-worlds.ts'
import { WDS_NAME, wecNames } from './vocabulary.ts'
import { NOW, settingsOf, snapshotOfWorld, type World, withUnknown, worlds, worldsThatAsk } from './worlds.ts'
import { unevenAgents, worldsOfSeveral, worldsThatStand } from './worlds-of-several.ts'
import { worldsWithTemplates } from './worlds-with-templates.ts'
import { writer, written } from './writer.ts'

/** Where codes come from: how many are drawn, and the codes that one gives. */
type Source = Readonly<{ draws: number; sample: () => readonly (readonly string[])[] }>

function source<T>(draws: number, arbitrary: Arbitrary<T>, codes: (made: T) => readonly string[]): Source {
  return { draws, sample: () => fc.sample(arbitrary, { numRuns: draws, seed: 3 }).map(codes) }
}

const codesOf = (world: World) => codesIn(evaluate(snapshotOfWorld(world), settingsOf(world)))
const sources = {
  worlds: source(100, worlds, codesOf),
  'worlds, a third of it not seen': source(
    20,
    worlds.map((world) => withUnknown(world, (_, at) => at % 3 === 0)),
    codesOf,
  ),
  'worlds with templates': source(25, worldsWithTemplates, codesOf),
  'worlds that ask for state': source(50, worldsThatAsk, codesOf),
  'worlds whose statuses stand': source(40, worldsThatStand, codesOf),
  'writes that are refused': source(10, worlds, (world) => {
    const settings = settingsOf(world)
    return codesIn(
      evaluate(writer(evaluate(snapshotOfWorld(world), settings), ['refused', 'lands']), settings),
    )
  }),
  'agents that refuse': source(20, worlds, (world) => {
    const settings = settingsOf(world)
    const there = written(evaluate(written(evaluate(snapshotOfWorld(world), settings)), settings))
    return codesIn(evaluate(agent(there, { says: () => 'refused' }), settings))
  }),
  'mangled objects': source(30, worlds.chain(mangledObjects), ({ world, objects }) => {
    const wds = { ...world.wds, objects }
    return snapshotOf({ wdsName: WDS_NAME, now: NOW, wds, its: world.its }).problems.map(({ code }) => code)
  }),
  'a kind that is not served': source(30, fc.tuple(worlds, fc.nat()), ([{ wds, its }, at]) => {
    const resources = wds.resources.filter((_, index) => index !== at % wds.resources.length)
    const { problems } = snapshotOf({ wdsName: WDS_NAME, now: NOW, wds: { ...wds, resources }, its })
    return problems.map(({ code }) => code)
  }),
  'deep objects': source(6, deepWorlds, codesOf),
  'large Bindings': source(2, largeWorlds, codesOf),
  texts: source(100, fc.oneof(fc.json(), fc.string()), (text) => faultsOf(parseJson(text))),
  patches: source(100, fc.tuple(anyJson(), patches()), ([document, patch]) =>
    faultsOf(applyJsonPatch(document, patch)),
  ),
} satisfies Readonly<Record<string, Source>>

/** Where each code is to be met, and in how many of a thousand at least. */
const wanted: Readonly<Record<ProblemCode, readonly [source: keyof typeof sources, perThousand: number]>> = {
  ObjectUnreadable: ['mangled objects', 100],
  JsonInvalid: ['texts', 100],
  PatchInvalid: ['patches', 100],
  KindUnknown: ['a kind that is not served', 60],
  FieldInvalid: ['worlds', 40],
  SelectorInvalid: ['worlds', 8],
  ClauseVacuous: ['worlds', 25],
  BindingForeign: ['worlds', 80],
  BindingTooLarge: ['large Bindings', 200],
  EntryUnknown: ['worlds', 200],
  DestinationUnusable: ['worlds', 150],
  ResourceUnseen: ['worlds, a third of it not seen', 300],
  QueryInvalid: ['worlds', 8],
  RemovalForbidden: ['worlds', 8],
  RemovalUnbounded: ['deep objects', 100],
  TransformShared: ['worlds', 8],
  CollectorInvalid: ['worlds', 200],
  CollectorMissing: ['worlds', 200],
  TemplateFailed: ['worlds with templates', 300],
  ManifestInvalid: ['worlds with templates', 150],
  ObjectTooLarge: ['worlds with templates', 50],
  WrappedUnreadable: ['worlds', 8],
  WrappedForeign: ['worlds', 50],
  DeliveryConflict: ['worlds', 8],
  WecIsWds: ['worlds', 15],
  WithdrawalHeld: ['worlds', 50],
  SingletonNotSingle: ['worlds that ask for state', 50],
  StatusUntrue: ['worlds whose statuses stand', 20],
  StatusContested: ['worlds whose statuses stand', 50],
  WriteRefused: ['writes that are refused', 300],
  ManifestRefused: ['agents that refuse', 100],
}

describe('the generators reach', () => {
  const codes = Object.keys(problemCodes) as ProblemCode[]
  const shares = new Map<string, ReadonlyMap<string, number>>()

  beforeAll(() => {
    for (const [name, from] of Object.entries(sources)) shares.set(name, sharesIn(from))
    console.table(
      codes.map((code) => {
        const [from, least] = wanted[code]
        return { code, from, 'of 1,000': Math.round(shares.get(from)?.get(code) ?? 0), 'at least': least }
      }),
    )
  })

  it.each(codes)('%s, as often as it is said to be met', (code) => {
    const [name, least] = wanted[code]
    expect(shares.get(name)?.get(code) ?? 0).toBeGreaterThanOrEqual(least)
  })

  it('aggregates of every kind that has rules of its own, of every mixture of WECs', () => {
    const drawn = fc
      .sample(fc.tuple(worldsOfSeveral, unevenAgents), { numRuns: 100, seed: 5 })
      .map(([world, manner]) => {
        const { outcome } = toRest(snapshotOfWorld(world), settingsOf(world), manner, 12)
        return [...outcome.reports].filter(([, { labels }]) =>
          Object.keys(labels).some((name) => name.endsWith('multiwecstatus')),
        )
      })
    const found = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'widgets'].flatMap(
      (resource) =>
        Object.entries(stances).map(([stance, is]) => ({
          resource,
          stance,
          worlds: drawn.filter((all) =>
            is(all.filter(([id]) => id.resource === resource).map(([, state]) => state)),
          ).length,
        })),
    )
    console.table(found)
    // A Job says nothing of generations.
    const missed = found.filter(({ worlds: met }) => met === 0)
    expect(missed.map(({ resource, stance }) => `${resource}: ${stance}`)).toEqual([
      'jobs: one with a WEC that is behind',
    ])
  })

  it('every form of a removal, and of a template', () => {
    const transforms = fc.sample(transformObject, { numRuns: 2_000, seed: 3 })
    const removals = transforms.map((one) =>
      listAt(one, 'spec', 'remove').filter((text) => typeof text === 'string'),
    )
    const worldsOf = fc.sample(worldsWithTemplates, { numRuns: 40, seed: 3 })
    const templates = worldsOf.map(({ wds }) => stringifyJson(wds.objects).match(/\{\{[^"]*/g) ?? [])
    const found = [...sharesOf(removalForms, removals), ...sharesOf(templateForms, templates)]
    console.table(found)
    expect(found.filter((one) => one['of 1,000'] < 5)).toEqual([])
  })
})

// An aggregate of a kind: of what its WECs' reports are, and where it comes to an end.
const stances: Readonly<Record<string, (states: readonly ReportedState[]) => boolean>> = {
  'an aggregate': (states) => states.length > 0,
  'one with a silent WEC': (states) => states.some((state) => standings(state).includes('silent')),
  'one with a WEC that is behind': (states) => states.some((state) => standings(state).includes('behind')),
  'one of WECs that are all current': (states) =>
    states.some((state) => standings(state).every((one) => one === 'current')),
  'one whose WECs differ': (states) => states.some((state) => state.decidedBy('').length > 1),
}

function standings(state: ReportedState): readonly string[] {
  return wecNames.flatMap((wec) => state.standingOf(wec) ?? [])
}

type Forms = Readonly<Record<string, (text: string) => boolean>>

/** Of removals by CustomTransforms (TRF-4, TRF-5). */
const removalForms: Forms = {
  'names after dots': (text) => /^\$(\.\w+)+$/.test(text),
  'names in brackets': (text) => text.includes('["'),
  'all members of a list': (text) => text.includes('[*]'),
  'all members of the object': (text) => text === '$.*',
  descendants: (text) => text.includes('$..'),
  'a filter': (text) => text.includes('[?'),
  'the object itself': (text) => text === '$',
  'what every object must have': (text) => /^\$[.["]*(kind|metadata)["\]]*$/.test(text),
  'no expression': (text) => text === 'data' || text === '$.data[' || text === '',
}

/** Of what stands in objects that may ask for expansion (CUS-1, CUS-2, CUS-4). */
const templateForms: Forms = {
  'a property alone': (text) => /^\{\{\.\w+\}\}$/.test(text),
  'properties in a text': (text) => /^\{\{ \.\w+ \}\} as/.test(text),
  'several properties': (text) => /\}\}\{\{/.test(text),
  'the name of the WEC': (text) => text.includes('.clusterName'),
  'a keyword of Go': (text) => text.includes('.type'),
  'one that does not end': (text) => !text.includes('}}'),
}

function sharesOf(forms: Forms, drawn: readonly (readonly string[])[]) {
  return Object.entries(forms).map(([form, is]) => {
    const met = drawn.filter((texts) => texts.some(is)).length
    return { form, 'of 1,000': Math.round((met * 1_000) / drawn.length) }
  })
}

function sharesIn({ draws, sample }: Source): ReadonlyMap<string, number> {
  const shares = new Map<string, number>()
  for (const codes of sample())
    for (const code of new Set(codes)) shares.set(code, (shares.get(code) ?? 0) + 1_000 / draws)
  return shares
}

function codesIn({ problems }: ReturnType<typeof evaluate>): readonly string[] {
  return [...problems].flatMap(([, all]) => all.map(({ code }) => code))
}

function faultsOf(result: ReturnType<typeof parseJson>): readonly string[] {
  return result.ok ? [] : result.faults.map(({ code }) => code)
}

function mangledObjects(world: World): Arbitrary<Readonly<{ world: World; objects: readonly KubeObject[] }>> {
  const made = world.wds.objects.map((object) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(object) }, mangled(fc.constant(object))),
  )
  // What comes over a wire is no more than claimed to be an object.
  return fc.tuple(...made).map((objects) => ({ world, objects: objects as unknown as readonly KubeObject[] }))
}

function patches(): Arbitrary<Json> {
  const path = fc.constantFrom<Json>('', '/a', '/a/0', '/-', 'a', '/__proto__/x', 7)
  const op = fc.constantFrom<Json>('add', 'remove', 'replace', 'move', 'test', 'swap', null)
  const operation = fc.record({ op, path, from: path, value: anyJson() }, { requiredKeys: ['op', 'path'] })
  return fc.oneof({ weight: 4, arbitrary: fc.array(operation, { maxLength: 2 }) }, anyJson())
}
