import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findAssets } from '../real-servers/index.ts'

// The tests that need a real Kubernetes API server. They run where its binaries are found or can be built; not having run is a failure
// only where Go is present, for then it could have. Arguments are vitest's: a part of a file name, say.

const root = fileURLToPath(new URL('../..', import.meta.url))
const assets = await findAssets()
if ('why' in assets) {
  console.log(`NOT RUN: ${assets.why}`)
  if (assets.couldHaveBuilt) {
    console.error('Go is present, so these tests should have run: this counts as a failure.')
    process.exitCode = 1
  }
} else {
  const logs = mkdtempSync(join(tmpdir(), 'downsync-server-logs-'))
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', 'vitest.integration.config.ts', ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, KUBEBUILDER_ASSETS: assets.folder, DOWNSYNC_SERVER_LOGS: logs },
    },
  )
  if (status === 0) rmSync(logs, { recursive: true })
  else console.log(`logs of the servers: ${logs}`)
  process.exitCode = status ?? 1
}
