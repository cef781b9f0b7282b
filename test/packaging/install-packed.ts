import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A package as `npm pack` makes it: its name, and the paths in its tarball. */
export type Packed = Readonly<{ name: string; files: readonly string[] }>
type PackReport = readonly Readonly<{
  name: string
  filename: string
  files: readonly Readonly<{ path: string }>[]
}>[]

/**
 * Packs all packages and puts them into an empty folder as into a project, and of other packages those that each of ours declares,
 * linked: no network. Throws when the packages were not built.
 */
export function installPacked(project: string): readonly Packed[] {
  const report = JSON.parse(
    execFileSync('npm', ['pack', '--workspaces', '--json', '--pack-destination', project], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as PackReport
  for (const { name, filename } of report) {
    const folder = join(project, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    execFileSync('tar', ['-xzf', join(project, filename), '-C', folder, '--strip-components', '1'])
    if (!existsSync(join(folder, 'dist'))) throw new Error(`${name} has no dist: npm run build`)
    linkDependencies(folder)
  }
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  return report.map(({ name, files }) => ({ name, files: files.map(({ path }) => path) }))
}

/** Beside the package itself, so that what it does not declare is not found. */
function linkDependencies(folder: string): void {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const name of Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@downsync/'))) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link, 'dir')
  }
}
