import { defineConfig } from 'vitest/config'

/** Uses the packages as they are published, so without aliases; needs `npm run build` first. */
export default defineConfig({
  test: { include: ['test/packaging/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})
