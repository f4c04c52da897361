import { compile, read, statementCount, texts } from './texts.ts'

/**
 * A process of its own, to be started with `--expose-gc`: prints how many bytes of heap a compiled statement
 * keeps, the document it was compiled from included.
 */
const copies = 200

/** Other texts in each copy, as different policies have them: shared is only what the engine shares. */
function compiledCopy(copy: number) {
  return texts.map(text => compile(read(text.replaceAll('-data-', `-d${copy}-`))))
}

function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('to be started with --expose-gc')
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

const kept = [compiledCopy(0)]
const before = heapUsed()
for (let copy = 1; copy <= copies; copy++) kept.push(compiledCopy(copy))
const bytes = heapUsed() - before
console.log(bytes / ((kept.length - 1) * statementCount))
