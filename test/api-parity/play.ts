import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { equalJson, type Json, type JsonObject, objectOf, parseJson, stringifyJson } from '@downsync/core'
import { createNormaliser } from './normalise.ts'
import { ask, type RawAnswer, type Target } from './raw-http.ts'
import { lookUp, resolveStep } from './resolve.ts'
import { type RequestStep, type Scenario, stepName, type Theme, type Until } from './scenario.ts'
import { openWatch, type WatchStream } from './watch-stream.ts'

/** The answers of a scenario by the names of its steps, normalised. */
export type Played = Readonly<{
  /** `<theme>/<scenario>`. */
  name: string
  /** Changes when the requests do. */
  digest: string
  answers: Readonly<Record<string, Json>>
}>

const PATIENCE = 60_000
/** What a server's own controllers put into every namespace. */
const FURNITURE = ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']

/** What a record is made from: when it changes, the record is stale. */
export function digestOf(scenario: Scenario): string {
  const text = JSON.stringify(scenario.steps, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** Plays all scenarios of some themes, several at once; those that must be alone come first. */
export async function playAll(
  target: Target,
  themes: readonly Theme[],
  concurrency: number,
  onPlayed: (played: Played) => void = () => undefined,
): Promise<readonly Played[]> {
  const all = themes.flatMap((theme) =>
    theme.scenarios.map((scenario, index) => ({
      scenario,
      name: `${theme.name}/${scenario.name}`,
      namespace: `${theme.name.toLowerCase()}-${index + 1}`,
    })),
  )
  const played = new Map<string, Played>()
  const troubles: string[] = []
  async function work(waiting: (typeof all)[number][]): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        const one = await playScenario(target, next.name, next.namespace, next.scenario)
        played.set(next.name, one)
        onPlayed(one)
      } catch (error) {
        troubles.push(error instanceof Error ? error.message : String(error))
      }
    }
  }
  await work(all.filter(({ scenario }) => scenario.isAlone))
  const together = all.filter(({ scenario }) => !scenario.isAlone)
  await Promise.all(Array.from({ length: concurrency }, () => work(together)))
  if (troubles.length > 0) throw new Error(`scenarios that cannot be played:\n${troubles.join('\n')}`)
  return all.flatMap(({ name }) => played.get(name) ?? [])
}

async function playScenario(
  target: Target,
  name: string,
  namespace: string,
  scenario: Scenario,
): Promise<Played> {
  const answers: [string, Json][] = []
  // The latest answer of each label, as it came.
  const raw = new Map<string, Json>()
  const watches = new Map<string, WatchStream>()
  const normalise = createNormaliser(Date.now(), new URL(target.server).host)
  await makeHome(target, namespace)
  for (const [index, written] of scenario.steps.entries()) {
    const at = stepName(written, index)
    try {
      const step = resolveStep(written, namespace, raw)
      switch (step.kind) {
        case 'request': {
          const answer = await requestUntil(target, step)
          const body = bodyOf(answer)
          if (step.label !== undefined) raw.set(step.label, body)
          const shown = normalise({ ...toldHeaders(answer), body })
          if (step.isUntold !== true) answers.push([at, shown])
          else if (answer.code >= 400)
            throw new Error(`preparing failed: ${answer.code} ${answer.text.slice(0, 500)}`)
          break
        }
        case 'watch':
          watches.set(step.label, await openWatch(target, step))
          break
        case 'collect': {
          const watch = watches.get(step.label)
          if (watch === undefined) throw new Error(`no watch ${step.label}`)
          const lines = await watch.lines(step.lines)
          answers.push([at, normalise({ code: watch.code, contentType: watch.contentType, lines })])
          break
        }
        case 'compact':
          await target.compact()
          break
      }
    } catch (error) {
      throw new Error(`${name}: ${at}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  }
  for (const watch of watches.values()) watch.close()
  return { name, digest: digestOf(scenario), answers: Object.fromEntries(answers) }
}

// A server's own controllers fill a new namespace; lists of a scenario must not depend on when.
async function makeHome(target: Target, namespace: string): Promise<void> {
  const body: Json = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  const made = await requestUntil(target, {
    kind: 'request',
    method: 'POST',
    path: '/api/v1/namespaces',
    body,
  })
  if (made.code !== 201) throw new Error(`no namespace ${namespace}: ${made.code} ${made.text}`)
  for (const thing of FURNITURE) {
    const path = `/api/v1/namespaces/${namespace}/${thing}`
    await requestUntil(target, { kind: 'request', method: 'GET', path, until: { code: 200 } })
  }
}

async function requestUntil(target: Target, step: RequestStep): Promise<RawAnswer> {
  const deadline = Date.now() + PATIENCE
  const text = step.text ?? (step.body === undefined ? undefined : stringifyJson(step.body))
  for (;;) {
    const answer = await ask(target, {
      method: step.method,
      path: step.path,
      user: step.as ?? 'admin',
      headers: {
        ...(text === undefined ? {} : { 'content-type': step.contentType ?? 'application/json' }),
        ...step.headers,
      },
      text,
    })
    // A server whose watch cache is not filled yet asks to come again.
    const isBusy = answer.code === 429
    if (!isBusy && (step.until === undefined || isReached(step.until, answer))) return answer
    if (Date.now() > deadline)
      throw new Error(`it never came about: ${answer.code} ${answer.text.slice(0, 500)}`)
    await sleep(25)
  }
}

function isReached(until: Until, answer: RawAnswer): boolean {
  if (until.code !== undefined && answer.code !== until.code) return false
  if (until.at === undefined) return true
  const found = lookUp(bodyOf(answer), until.at.path)
  return until.at.is === undefined
    ? found === undefined
    : found !== undefined && equalJson(found, until.at.is)
}

function toldHeaders(answer: RawAnswer): JsonObject {
  const { headers } = answer
  return objectOf([
    ['code', answer.code],
    ['contentType', headers['content-type'] ?? ''],
    ...(headers.warning === undefined ? [] : [['warning', headers.warning] as const]),
    ...(headers['retry-after'] === undefined ? [] : [['retryAfter', headers['retry-after']] as const]),
    ...(headers.location === undefined ? [] : [['location', headers.location] as const]),
    ...(headers.allow === undefined ? [] : [['allow', headers.allow] as const]),
  ])
}

// Anything that is no JSON is compared as text.
function bodyOf(answer: RawAnswer): Json {
  if (!(answer.headers['content-type'] ?? '').includes('json')) return answer.text
  const read = parseJson(answer.text)
  return read.ok ? read.value : answer.text
}
