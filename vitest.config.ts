import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, of all files that take long: it begins first, so that none of it is waited for at the end. */
const longest = [
  'tests/interop/terraform',
  'tests/policy/agreement.test.ts',
  'tests/console/every-page.test.ts',
  'tests/console/',
  'tests/interop/',
  'tests/cli/',
  'tests/package/',
  'tests/store/',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex(beginning => moduleId.includes(`/${beginning}`))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

// What one process or thread has compiled, those that tests start after it need not.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // More than there are processors: many tests wait for processes they started.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Files share what they import: loading it anew for each took a fifth of the time. No file changes what others see.
    isolate: false,
    // Node reads the sources as it does for `npm start`, and keeps them compiled; Vite would transform each of them.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
