/** How fast a contender worked in its rounds. */
export interface Rate {
  /** Median of the rounds. */
  readonly perSecond: number
  /** The same by the processor time that the process got: more than by the clock when others took their share. */
  readonly perCpuSecond: number
}

/** Work to be done over and over: `number` says for the how manyth time. */
export type Work = (number: number) => unknown

interface Round {
  readonly count: number
  readonly seconds: number
  readonly cpuSeconds: number
}

export interface Rounds {
  readonly rounds: number
  readonly roundMilliseconds: number
}

/** Lets the contenders work in turn, so that what slows the machine for a while slows them all. */
export function rates<Name extends string>(
  works: Readonly<Record<Name, Work>>,
  { rounds, roundMilliseconds }: Rounds,
): Readonly<Record<Name, Rate>> {
  const names = Object.keys(works) as Name[]
  const measured = names.map((name): Round[] => {
    round(works[name], roundMilliseconds)
    return []
  })
  for (let turn = 0; turn < rounds; turn++)
    for (const [index, name] of names.entries()) measured[index]?.push(round(works[name], roundMilliseconds))
  return Object.fromEntries(names.map((name, index) => [name, rateOf(measured[index] ?? [])])) as Record<
    Name,
    Rate
  >
}

/** The clock is read this seldom that reading it does not count. */
const leastBatchMilliseconds = 1

function round(work: Work, milliseconds: number): Round {
  const cpu = process.cpuUsage()
  const started = performance.now()
  let count = 0
  let batch = 1
  let elapsed = 0
  while (elapsed < milliseconds) {
    for (const end = count + batch; count < end; count++) work(count)
    const before = elapsed
    elapsed = performance.now() - started
    if (elapsed - before < leastBatchMilliseconds) batch *= 2
  }
  const { user, system } = process.cpuUsage(cpu)
  return { count, seconds: elapsed / 1000, cpuSeconds: (user + system) / 1e6 }
}

function rateOf(rounds: readonly Round[]): Rate {
  return {
    perSecond: median(rounds.map(({ count, seconds }) => count / seconds)),
    perCpuSecond: median(rounds.map(({ count, cpuSeconds }) => count / cpuSeconds)),
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
