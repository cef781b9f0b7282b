import type { Options } from 'tsup'

/**
 * How every package is built: ESM alone, which `require()` of Node 20.19 loads too. A second, CommonJS build would give one
 * process two copies of core, whose values do not know each other.
 *
 * @param entry output path without extension → source file
 */
export function packageBuild(entry: Readonly<Record<string, string>>, platform: 'neutral' | 'node'): Options {
  return {
    entry: { ...entry },
    format: 'esm',
    platform,
    target: 'es2022',
    tsconfig: '../../tsconfig.json',
    clean: true,
    // An entry carries what it needs and nothing else; chunks that entries share would bring along what only the others need.
    splitting: false,
    sourcemap: true,
    // Without `paths`, the types of other packages are those that they publish. `ignoreDeprecations`: tsup sets `baseUrl`.
    dts: { compilerOptions: { ignoreDeprecations: '6.0', paths: {} } },
    // What comes from another package stays an import, though a clone knows it by its source.
    external: [/^@downsync\//],
  }
}
