import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Binary = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kubectl'

/** A folder with the binaries, or why there is none; `couldHaveBuilt`: it was tried and should have worked. */
export type Assets = Readonly<{ folder: string }> | Readonly<{ why: string; couldHaveBuilt: boolean }>

/** The version of Kubernetes that the tests are about. */
const VERSION = 'v1.33.13'
const COMPILER = 'go'
const BUILD_MINUTES = 25
const REQUIRED: readonly Binary[] = ['etcd', 'kube-apiserver', 'kube-controller-manager']
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the binaries are: in `KUBEBUILDER_ASSETS`, else in the user's cache. Builds nothing. */
export function lookForAssets(): Assets {
  const given = process.env['KUBEBUILDER_ASSETS']
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = given ?? join(cache, 'downsync', 'kube-assets', VERSION)
  const missing = REQUIRED.filter((name) => !isExecutable(join(folder, name)))
  if (missing.length === 0) return { folder }
  const named = given === undefined ? 'the cache' : 'KUBEBUILDER_ASSETS'
  return { why: `${named} (${folder}) has no ${missing.join(', ')}`, couldHaveBuilt: false }
}

/**
 * The same, and where they are not, builds them with Go: by the script that `DOWNSYNC_KUBE_ASSETS_BUILD` names, or
 * `../shared/kube-assets/build` beside the project.
 */
export async function findAssets(): Promise<Assets> {
  const found = lookForAssets()
  if ('folder' in found) return found
  const script =
    process.env['DOWNSYNC_KUBE_ASSETS_BUILD'] ?? join(root, '..', 'shared', 'kube-assets', 'build')
  if (!works(spawnSync(COMPILER, ['version'])))
    return { why: `${found.why}; there is no Go to build with`, couldHaveBuilt: false }
  if (!isExecutable(script))
    return { why: `${found.why}; there is no script that builds (${script})`, couldHaveBuilt: true }
  const built = spawnSync(script, REQUIRED, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: BUILD_MINUTES * 60_000,
  })
  const after = lookForAssets()
  if ('folder' in after) return after
  return { why: `${script} ${howItEnded(built)}, and ${after.why}`, couldHaveBuilt: true }
}

function howItEnded({ error, status, signal }: SpawnSyncReturns<unknown>): string {
  if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT')
    return `was not done in ${BUILD_MINUTES} minutes`
  if (error !== undefined) return `did not start: ${error.message}`
  return status === null ? `was ended by ${String(signal)}` : `ended with ${status}`
}

const works = (ran: SpawnSyncReturns<unknown>) => ran.error === undefined && ran.status === 0

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
