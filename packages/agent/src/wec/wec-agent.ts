import type { ReflectorTarget, SpaceClient } from '@downsync/adapter-k8s'
import { hashText, nameOf } from '@downsync/core'
import { manifestWorks } from '@downsync/transport-ocm'
import { apiOf } from './loop/api.ts'
import { appliedWorkName, workNameOf } from './loop/applied-work.ts'
import { type Collection, followCollection } from './loop/collection.ts'
import { type Context, followerOf } from './loop/context.ts'
import { createFollowIndex } from './loop/follow-index.ts'
import { createKinds } from './loop/kinds.ts'
import { createMemory } from './loop/memory.ts'
import { createManifestReader } from './loop/read-manifests.ts'
import { createReports } from './loop/reports.ts'
import { syncAppliedWork } from './loop/sync-applied-work.ts'
import { syncWork } from './loop/sync-work.ts'
import { createWecObjects, followedKey } from './loop/wec-objects.ts'
import { createWorkQueue, type WorkQueue } from './loop/work-queue.ts'
import { appliedManifestWorks } from './ocm.ts'
import { reportResource } from './report/wanted-report.ts'
import type { WecAgent, WecAgentOptions } from './types.ts'
import { profiles } from './work/profile.ts'

const HASH_DIGITS = 64
const RESYNC_INTERVAL = 240_000
const EVICTION_GRACE = 3_600_000
const CONCURRENCY = 8
const LONGEST_STOP = 2000

const customResourceDefinitions = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
} as const

/**
 * Runs the agent of one WEC, as OCM's work agent and KubeStellar's status add-on do (AGT-2, AGT-3): applies the ManifestWorks of its
 * mailbox, withdraws what leaves them, and reports back.
 *
 * Everything is known by watches, so that an object that somebody edits or deletes in the WEC is put back at once, and nothing is asked
 * or written while nothing changes. What differs from OCM's agent on purpose is said where it is decided.
 *
 * @example
 * const agent = runWecAgent({ its, wec, wecName: 'cluster1', hubUrl: its.server, environment: realEnvironment })
 * await agent.ready
 */
export function runWecAgent(options: WecAgentOptions): WecAgent {
  const { environment, wecName, its, wec } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const hubHash = hashText(options.hubUrl, HASH_DIGITS)
  const concurrency = options.concurrency ?? CONCURRENCY
  // No request is begun once `signal` has aborted, none goes on once `cutting` has.
  const cutting = new AbortController()
  const apis = { its: apiOf(its, signal, cutting.signal), wec: apiOf(wec, signal, cutting.signal) }
  const kinds = createKinds(wec, signal)
  const memory = createMemory()
  const reports = createReports()
  const reader = createManifestReader(kinds, environment)
  const index = createFollowIndex((followed) => objects.follow(followed))

  const objects = createWecObjects({
    client: wec,
    api: apis.wec,
    environment,
    onChange: (key, isStatusOnly) => changed(key, { isStatusOnly }),
  })
  // Until all of it is known, what changes is not looked at.
  const works = collection(its, { ...manifestWorks, namespaced: true, namespace: wecName }, (name) => {
    add('works', name)
    add('appliedWorks', appliedWorkName(hubHash, name))
  })
  const appliedWorks = collection(
    wec,
    { ...appliedManifestWorks, namespaced: false },
    (name) => {
      add('appliedWorks', name)
      const workName = workNameOf(hubHash, name)
      if (workName !== undefined) add('works', workName)
    },
    (name) => add('appliedWorks', name),
  )
  const records = collection(its, { ...reportResource, namespaced: true, namespace: wecName }, (name) =>
    add('reports', name),
  )
  const definitions = collection(wec, { ...customResourceDefinitions, namespaced: false }, () => {
    reader.expectKinds()
    for (const name of reader.unmapped()) add('works', name)
  })

  const context: Context = {
    wecName,
    hubHash,
    agentId: options.agentId ?? hubHash,
    profile: profiles[options.profile ?? 'v1.3'],
    environment,
    resyncInterval: options.resyncInterval ?? RESYNC_INTERVAL,
    evictionGrace: options.evictionGrace ?? EVICTION_GRACE,
    ...apis,
    works,
    appliedWorks,
    records,
    definitions,
    objects,
    kinds,
    released: new Map(),
    memory,
    follow: index.follow,
    touched: (object, by) => changed(followedKey(object), { by }),
    made() {
      if (memory.forgetRefusals()) addAll()
    },
    expectReports(workName, expected) {
      for (const name of reports.expect(workName, expected, records.all())) add('reports', name)
    },
    report: (name) => queues.reports.run(name),
    log: (level, message, about) =>
      environment.log({
        level,
        message,
        fields: { wec: wecName, ...(about === undefined ? {} : { about }) },
      }),
  }

  const queues = {
    works: queue((name) => syncWork(context, reader, name)),
    appliedWorks: queue((name) => syncAppliedWork(context, name)),
    reports: queue((name) => reports.sync(context, name)),
  }
  const all = Object.values(queues)

  function queue(work: Parameters<typeof createWorkQueue>[0]['work']): WorkQueue {
    return createWorkQueue({ environment, concurrency, work })
  }

  function collection(
    client: SpaceClient,
    target: ReflectorTarget,
    onChange: (name: string) => void,
    onSaw: (name: string) => void = () => undefined,
  ): Collection {
    return followCollection({ client, target, environment, onChange, onSaw, onKnown: addAll })
  }

  function add(kind: keyof typeof queues, name: string): void {
    if (isReady) queues[kind].add(name)
  }

  /** What could not be decided before may be so by now. */
  function addAll(): void {
    for (const work of works.all()) add('works', nameOf(work))
    for (const appliedWork of appliedWorks.all()) add('appliedWorks', nameOf(appliedWork))
  }

  function changed(key: string, how: Readonly<{ by?: string; isStatusOnly?: boolean }>): void {
    for (const who of index.followersOf(key)) {
      const { kind, name } = followerOf(who)
      const isIdle = how.isStatusOnly === true && kind === 'works' && !reader.readsStatus(name)
      if (who !== how.by && !isIdle) add(kind, name)
    }
    for (const name of reports.namesFor(key)) add('reports', name)
  }

  async function idle(): Promise<void> {
    await ready
    do for (const one of all) await one.idle()
    while (!signal.aborted && all.some((one) => !one.isIdle))
  }

  async function stop(): Promise<void> {
    for (const one of [works, appliedWorks, records, definitions, objects]) one.stop()
    stopping.abort()
    // What was sent is waited for, since it may land; but not for ever.
    const over = new AbortController()
    void environment.sleep(LONGEST_STOP, over.signal).then(() => cutting.abort())
    await Promise.all(all.map((one) => one.stop()))
    over.abort()
  }

  async function begin(): Promise<void> {
    await Promise.all([works.synced, appliedWorks.synced, records.settled, definitions.settled])
    await kinds.refresh()
    isReady = true
    addAll()
  }

  let isReady = false
  const ready = begin()
  if (options.signal?.aborted === true) void stop()
  options.signal?.addEventListener('abort', () => void stop(), { once: true })
  return { ready, idle, stop }
}
