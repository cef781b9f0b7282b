import { defineConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

const folder = process.env['DOWNSYNC_MUTATION_FOLDER'] ?? ''

/** The tests that guard one folder of core: those beside it, and the properties, cut short. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: [`packages/core/src/${folder}/**/*.test.ts`, 'test/properties/*.test.ts'],
    env: { CI: 'true', DOWNSYNC_MOST_RUNS: '25' },
  },
})
