import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { register as registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

// How Stryker runs the tests of core: they are loaded once in a process, and each mutant is a switch in what is loaded; only for one in
// what is computed when core is loaded, core and its tests are loaded anew. Core keeps no state between calls, but for `onceForEach`,
// which forgets here. A test runner that starts a process for each mutant needs seconds for what takes milliseconds.

const NAMESPACE = '__stryker__'
// Stryker takes for endless what runs a hundred times as often as in all tests without a mutant; in properties that is minutes.
const ENDLESS = 0.03
// What takes longer, while it is counted what it reaches, is not run for mutants: the score is at most lower for it.
const SLOW_MS = 1_000
const FORGETFUL = `// @__NO_SIDE_EFFECTS__
export function onceForEach<T extends object, V>(compute: (value: T) => V): (value: T) => V {
  return compute
}
`

/** In the order of the list; in a folder by name. What names a folder means all tests in it. */
function testFilesIn(sandbox, places) {
  return places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(sandbox, place), { recursive: true })
          .map(String)
          .filter((name) => name.endsWith('.test.ts'))
          .sort()
          .map((name) => `${place}/${name}`),
  )
}

function sourcesIn(sandbox, folder) {
  const place = `packages/core/src/${folder}`
  return readdirSync(join(sandbox, place), { recursive: true })
    .map(String)
    .filter((name) => /(?<!\.test|\.arbitrary)\.ts$/.test(name))
    .map((name) => `${place}/${name}`)
}

// What tests compute when they are loaded is made without mutants. Stryker would take what that meets for part of the loading of core,
// and start a process for each mutant there.
function forgetFixtures(ofCore) {
  const met = globalThis[NAMESPACE].mutantCoverage?.static ?? {}
  for (const id of Object.keys(met)) if (!ofCore.has(id)) delete met[id]
}

function prepare(sandbox, folder) {
  process.env.CI = 'true'
  if (folder !== 'kube') writeFileSync(join(sandbox, 'packages/core/src/kube/once-for-each.ts'), FORGETFUL)
  register({ tsconfig: join(sandbox, 'test/mutation/stand-ins.json') })
  registerHooks('./load-anew.mjs', import.meta.url)
}

/** @param load its number: each is of its own modules */
async function load(sandbox, { folder, places }, load) {
  const urlOf = (file) => `${pathToFileURL(join(sandbox, file)).href}?load=${load}`
  await import(urlOf('test/setup/seed.ts'))
  for (const file of sourcesIn(sandbox, folder)) await import(urlOf(file))
  const ofCore = new Set(Object.keys(globalThis[NAMESPACE].mutantCoverage?.static ?? {}))
  const tests = []
  globalThis[Symbol.for('downsync.tests')] = tests
  for (const file of testFilesIn(sandbox, places)) {
    const from = tests.length
    await import(urlOf(file))
    for (const test of tests.slice(from)) test.file = file
  }
  forgetFixtures(ofCore)
  const seen = new Map()
  for (const test of tests) {
    const id = `${test.file}#${test.name}`
    const times = (seen.get(id) ?? 0) + 1
    seen.set(id, times)
    test.id = times === 1 ? id : `${id} (${times})`
  }
  return tests
}

async function outcomeOf(test, sandbox) {
  const before = performance.now()
  const failure = await Promise.resolve()
    .then(() => test.run())
    .then(
      () => undefined,
      (error) => String(error?.message ?? error),
    )
  return {
    id: test.id,
    name: test.name,
    fileName: join(sandbox, test.file),
    timeSpentMs: performance.now() - before,
    ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
  }
}

// The first run tells how long tests take; processes that are started later read it.
const timesIn = (sandbox) => join(sandbox, 'test-times.json')

/** The quickest tests first, and those that are slow not at all. */
function quickestFirst(tests, sandbox) {
  const times = new Map(JSON.parse(readFileSync(timesIn(sandbox), 'utf8')))
  const timeOf = ({ id }) => times.get(id) ?? 0
  return tests.filter((test) => timeOf(test) < SLOW_MS).sort((a, b) => timeOf(a) - timeOf(b))
}

function createRunner(options) {
  globalThis[NAMESPACE] ??= {}
  const switches = globalThis[NAMESPACE]
  const sandbox = process.cwd()
  let loads = 0
  let loaded
  const loadAnew = () => {
    if (loads === 0) prepare(sandbox, options.oneLoad.folder)
    loads++
    return load(sandbox, options.oneLoad, loads)
  }
  const tests = () => {
    loaded ??= loadAnew()
    return loaded
  }
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    async dryRun() {
      const results = []
      for (const test of await tests()) {
        switches.currentTestId = test.id
        results.push(await outcomeOf(test, sandbox))
        switches.currentTestId = undefined
      }
      const times = results.map(({ id, timeSpentMs }) => [id, timeSpentMs])
      writeFileSync(timesIn(sandbox), JSON.stringify(times))
      return { status: 'complete', tests: results, mutantCoverage: switches.mutantCoverage }
    },
    async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
      const isStatic = mutantActivation === 'static'
      const most = hitLimit === undefined ? undefined : Math.ceil(hitLimit * ENDLESS)
      if (!isStatic) await tests()
      Object.assign(switches, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: most })
      let nrOfTests = 0
      try {
        const all = quickestFirst(await (isStatic ? loadAnew() : tests()), sandbox)
        const guards = testFilter === undefined ? all : all.filter(({ id }) => testFilter.includes(id))
        for (const test of guards) {
          const { status, failureMessage } = await outcomeOf(test, sandbox)
          nrOfTests++
          if (most !== undefined && switches.hitCount > most)
            return { status: 'timeout', reason: `${switches.hitCount} hits` }
          if (status === 1) return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests }
        }
        return { status: 'survived', nrOfTests }
      } catch (error) {
        // Core, or what tests make at once, cannot even be loaded.
        return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests }
      } finally {
        switches.activeMutant = undefined
      }
    },
  }
}
createRunner.inject = ['options']

export const strykerPlugins = [{ kind: 'TestRunner', name: 'one-load', factory: createRunner }]
