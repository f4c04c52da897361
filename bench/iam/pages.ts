import type { Figure } from '../main.ts'
import { type Client, iamClient } from './client.ts'
import type { BenchServer } from './servers.ts'

const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ListUsers: {},
  ListRoles: {},
  ListPolicies: { Scope: 'Local' },
}

/** Pages through the whole of the large account; after each, the first page of the small one. */
export async function* pageLatencies(small: BenchServer, large: BenchServer): AsyncGenerator<Figure> {
  const [fewClient, manyClient] = [small, large].map(server => iamClient(server.port, server.keysOf(0)))
  if (!fewClient || !manyClient) throw new Error('there are two servers')
  for (const [Action, filters] of Object.entries(lists)) {
    const asked = { Action, ...filters, MaxItems: '100' }
    for (let warm = 0; warm < 100; warm += 1) await page(fewClient, asked)
    for (let warm = 0; warm < 100; warm += 1) await page(manyClient, asked)
    const [few, many]: [number[], number[]] = [[], []]
    let marker: string | undefined
    do {
      const next = await page(manyClient, { ...asked, ...(marker !== undefined && { Marker: marker }) })
      marker = next.marker
      few.push((await page(fewClient, asked)).milliseconds)
      many.push(next.milliseconds)
    } while (marker !== undefined)
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const [value, reference] = [percentile(many, share), percentile(few, share)]
      const note = `${many.length} pages of 100 through 100,000, beside the page of 100`
      yield { name: `iam/${Action}/${name}`, value, unit: 'ms', reference, ratio: value / reference, note }
    }
  }
  fewClient.close()
  manyClient.close()
}

async function page(client: Client, parameters: Readonly<Record<string, string>>) {
  const signed = await client.sign(parameters)
  const started = performance.now()
  const xml = await client.send(signed)
  const milliseconds = performance.now() - started
  return { milliseconds, marker: /<Marker>([^<]+)<\/Marker>/.exec(xml)?.[1] }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
}
