import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Figure } from '../main.ts'
import { costFigure } from './figure.ts'
import { type Rate, rates } from './measure.ts'
import { compile, read, statementCount, texts } from './texts.ts'

/** What a statement costs before it decides anything: time to read and to compile it, and memory to keep it. */
export function* cost(): Generator<Figure> {
  const documents = texts.map(read)
  const { json, reading, compiling } = rates(
    {
      json: () => texts.map(text => JSON.parse(text)),
      reading: () => texts.map(read),
      compiling: () => documents.map(compile),
    },
    { rounds: 5, roundMilliseconds: 100 },
  )
  const unit = 'µs/statement'
  yield costFigure('parse', unit, microseconds(reading), microseconds(json), 'JSON.parse of the text')
  yield costFigure('compile', unit, microseconds(compiling), microseconds(json), 'JSON.parse of the text')
  const textBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / statementCount
  yield costFigure('memory', 'bytes/statement', bytesKept(), textBytes, 'bytes of the text')
}

function microseconds({ perSecond }: Rate): number {
  return 1e6 / (perSecond * statementCount)
}

/** Measured in a process that has nothing else on its heap. */
function bytesKept(): number {
  const script = join(import.meta.dirname, 'memory.ts')
  return Number(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }))
}
