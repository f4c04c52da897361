import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Two for each processor: many tests wait for browsers, commands and clocks.
    maxWorkers: 2 * availableParallelism(),
    // Files share what they import: loading it anew for each took a fifth of the time. No file changes what others see.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
