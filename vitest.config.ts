import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The one alias table of a clone is `paths` of tsconfig.json; the TypeScript runner reads it too. */
const { compilerOptions } = JSON.parse(readFileSync(new URL('./tsconfig.json', import.meta.url), 'utf8')) as {
  compilerOptions: { paths: Record<string, string[]> }
}

const alias = Object.entries(compilerOptions.paths).map(([name, [file = '']]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(file, import.meta.url)),
}))

const pure = [
  'packages/{core,transport-ocm}/src/**/*.test.ts',
  'test/{conformance,generators,properties,sharding,swap}/**/*.test.ts',
]

const withCoverage = process.argv.includes('--coverage')

/** What runs the whole, or compares it with a reference, covers what the tests beside the code cover already, and takes its time. */
const whole = withCoverage
  ? [
      'test/{end-to-end,readme,mistakes,real,swap,sharding,rules,generators,properties,law}/**',
      'examples/**',
      '**/*.property.test.ts',
    ]
  : []

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: [...whole, '**/node_modules/**'] } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          // What needs a build or a real API server first has a configuration of its own.
          exclude: [...pure, ...whole, 'test/packaging/**', 'test/integration/**', '**/node_modules/**'],
        },
      },
    ],
    // No module keeps state, so the files of tests need no process each: they share one load of what they import, which takes
    // longer than most of them. But what was covered is counted for each file anew, of all that is loaded: with coverage each has its own.
    isolate: withCoverage,
    setupFiles: ['test/setup/seed.ts'],
    // Vitest would leave a core to itself, and two are all that some machines have.
    maxWorkers: '100%',
    // Properties that run more often take longer.
    testTimeout: 60_000 * Math.max(1, Number(process.env['DOWNSYNC_RUNS'] ?? '1')),
    hookTimeout: 60_000,
    coverage: {
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*{arbitrary,arbitraries}.ts', '**/testing/**'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 80, functions: 80, statements: 80, branches: 80 },
    },
  },
})
