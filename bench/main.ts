import { parseArgs } from 'node:util'

/**
 * Benchmarks, each against a reference in the same run: `npm run bench -- <name> [--json]`.
 * A line a figure: what was measured, the same measured on the reference, and the ratio of the two.
 */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly reference: number
  readonly ratio: number
  /** What the reference is, or what else one should know of the figure. */
  readonly note?: string
}

const benchmarks: Readonly<Record<string, () => Promise<{ run: () => AsyncIterable<Figure> }>>> = {
  audit: () => import('./audit/bench.ts'),
  console: () => import('./console/bench.ts'),
  iam: () => import('./iam/bench.ts'),
  s3: () => import('./s3/bench.ts'),
  policy: () => import('./policy/bench.ts'),
  server: () => import('./server/bench.ts'),
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const load = benchmarks[positionals[0] ?? '']
if (!load) {
  console.error(`usage: npm run bench -- <${Object.keys(benchmarks).join('|')}> [--json]`)
  process.exit(2)
}
for await (const figure of (await load()).run()) {
  console.log(values.json ? JSON.stringify(figure) : asText(figure))
}

function asText({ name, value, unit, reference, ratio, note }: Figure): string {
  const line = `${name}: ${rounded(value)} ${unit}, reference ${rounded(reference)}, ratio ${rounded(ratio)}`
  return note === undefined ? line : `${line} (${note})`
}

/** To the whole, or what is small to two decimals. */
function rounded(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0)
}
