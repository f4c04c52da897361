import { parseArgs } from 'node:util'
import { fuzzPolicy } from '../tests/policy/agreement/fuzz.ts'

/** What can be compared at length on made-up cases: true when nothing was found. */
const targets: Readonly<Record<string, (cases: number, seed: number) => boolean>> = {
  policy: fuzzPolicy,
}

const usage = `npm run fuzz -- <${Object.keys(targets).join('|')}> [--cases <number>] [--seed <number>]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const [name = '', ...more] = positionals
const target = Object.hasOwn(targets, name) ? targets[name] : undefined
const [cases, seed] = [Number(values.cases), Number(values.seed)]
if (
  target === undefined ||
  more.length > 0 ||
  !Number.isInteger(cases) ||
  cases < 1 ||
  !Number.isInteger(seed)
) {
  console.error(usage)
  process.exitCode = 2
} else {
  process.exitCode = target(cases, seed) ? 0 : 1
}
