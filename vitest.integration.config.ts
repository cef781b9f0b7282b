import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** What needs a real Kubernetes API server; `npm run test:integration` looks for one first. */
export default defineConfig({
  ...base,
  test: {
    setupFiles: ['test/setup/seed.ts'],
    include: ['test/integration/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Each file starts servers of its own, and they want memory.
    maxWorkers: 2,
  },
})
