import type { Environment } from '@downsync/adapter-k8s'
import {
  generationOf,
  isKubeObject,
  type JsonObject,
  type KubeObject,
  listAt,
  manifestKey,
  nameOf,
  uidOf,
} from '@downsync/core'
import { manifestIdOf, manifestsOf, ocmTransport } from '@downsync/transport-ocm'
import { type WorkManifest, workManifests } from '../work/work-manifests.ts'
import type { Kinds } from './kinds.ts'

/** The manifests of works as the WEC's server understands them; read anew only where the work or the server is another. */
export type ManifestReader = Readonly<{
  /** Asks the server again where a kind is not known. */
  read(work: KubeObject): Promise<readonly WorkManifest[]>
  forget(workName: string): void
  /** Whether the statuses of a work's objects go into its own: by feedback or rules of conditions. */
  readsStatus(workName: string): boolean
  /** The server is about to know other kinds. */
  expectKinds(): void
  /** Works with kinds that were not known when they were read. */
  unmapped(): readonly string[]
}>

/** Milliseconds between two times that the server is asked for kinds that it did not know, unless there is a reason. */
const SOONEST = 400

export function createManifestReader(kinds: Kinds, { now }: Pick<Environment, 'now'>): ManifestReader {
  let asked = 0
  let isExpecting = true
  const cache = new Map<string, Readonly<{ version: string; manifests: readonly WorkManifest[] }>>()

  function readNow(work: KubeObject): readonly WorkManifest[] {
    const version = `${uidOf(work)}/${generationOf(work)}/${kinds.revision}`
    const known = cache.get(nameOf(work))
    if (known?.version === version) return known.manifests
    const manifests = workManifests(work, kinds.lookup)
    cache.set(nameOf(work), { version, manifests })
    return manifests
  }

  return {
    async read(work) {
      const manifests = readNow(work)
      const isDue = isExpecting || now() - asked >= SOONEST
      if (!isDue || !manifests.some(isUnmapped)) return manifests
      isExpecting = false
      asked = now()
      await kinds.refresh()
      return readNow(work)
    },
    forget: (workName) => void cache.delete(workName),
    readsStatus(workName) {
      const manifests = cache.get(workName)?.manifests
      return manifests === undefined || manifests.some(({ options }) => hasRules(options))
    },
    expectKinds() {
      isExpecting = true
    },
    unmapped: () =>
      [...cache].filter(([, { manifests }]) => manifests.some(isUnmapped)).map(([name]) => name),
  }
}

function hasRules(options: JsonObject): boolean {
  return listAt(options, 'feedbackRules').length > 0 || listAt(options, 'conditionRules').length > 0
}

/** Whether the server does not know its kind, as far as that is known. */
export function isUnmapped(manifest: WorkManifest): boolean {
  return manifest.kind === 'unusable' && manifest.isUnmapped
}

/** The ordinals of the manifests that a work's status says to be applied at the work's generation. */
export function saidApplied(work: KubeObject): ReadonlySet<number> {
  const said = new Set(
    ocmTransport
      .deliveryOf(work)
      .filter(({ state, current }) => state === 'applied' && current)
      .map(({ id }) => manifestKey(id)),
  )
  const ordinals = manifestsOf(work).flatMap((manifest, ordinal) =>
    isKubeObject(manifest) && said.has(manifestKey(manifestIdOf(manifest))) ? [ordinal] : [],
  )
  return new Set(ordinals)
}
