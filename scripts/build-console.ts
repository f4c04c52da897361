import { buildConsole, consoleBuildState, hasBuildTools } from './console-build.ts'

/** Builds the console where it is not built, or a source is newer: `npm start` does so first. */
const said = { missing: 'Building the console …', stale: 'Building the console: a source is newer …' }

const state = await consoleBuildState()
if (state !== 'built' && !hasBuildTools()) {
  console.log(
    'The console cannot be built here: its tools are development dependencies. The API starts all the same.',
  )
} else if (state !== 'built') {
  console.log(said[state])
  const started = performance.now()
  await buildConsole()
  console.log(`The console is built (${((performance.now() - started) / 1000).toFixed(1)} s).`)
}
