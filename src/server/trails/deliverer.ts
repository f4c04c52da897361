import type { AccountId } from '../../identity/account-id.ts'
import { directory } from '../../store/contract.ts'
import { RevisionCache } from '../../store/revision-cache.ts'
import { accounts } from '../../store/tables.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import type { House } from '../house.ts'
import { type Deliverable, deliver } from './delivery.ts'
import { deliverDigests } from './digests.ts'
import type { OwnedTrail, Tools } from './put-file.ts'

const maxCached = 20_000

/** After a start: who is started often is to deliver nevertheless. */
const firstMilliseconds = 5000

/** So many trails at a time. */
const maxAtOnce = 4

interface Settings {
  readonly clock: () => number
  /** Between two rounds. */
  readonly milliseconds: number
}

/**
 * Delivers what trails log, round by round, behind the requests that it tells of: none of them waits for it. What cannot
 * be delivered is tried again in the next round.
 */
export class TrailDeliverer {
  readonly #house: House
  readonly #settings: Settings
  readonly #accounts: RevisionCache<readonly AccountId[]>
  readonly #trails: RevisionCache<readonly TrailRow[]>
  /** How far trails have looked through the history beyond the place that is written down. */
  #looked: ReadonlyMap<string, number> = new Map()
  #round: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout
  #isEnding = false

  constructor(house: House, settings: Settings) {
    this.#house = house
    this.#settings = settings
    this.#accounts = new RevisionCache(house.store, 1)
    this.#trails = new RevisionCache(house.store, maxCached)
    this.#timer = this.#after(Math.min(settings.milliseconds, firstMilliseconds))
  }

  /** Ends with the batches that are under way. */
  async close(): Promise<void> {
    this.#isEnding = true
    clearTimeout(this.#timer)
    await this.#round
  }

  #after(milliseconds: number): NodeJS.Timeout {
    const begin = () => {
      this.#round = this.#deliverAll()
        .catch(error => this.#house.log.fault('delivery of trails', error))
        .then(() => {
          if (!this.#isEnding) this.#timer = this.#after(this.#settings.milliseconds)
        })
    }
    return setTimeout(begin, milliseconds).unref()
  }

  async #deliverAll(): Promise<void> {
    const looked = new Map<string, number>()
    const waiting = (await this.#logging()).values()
    const house = this.#house
    const tools = { house, clock: this.#settings.clock, isEnding: () => this.#isEnding }
    const work = async () => {
      // Shared: each takes the next one.
      for (const { account, trail } of waiting) {
        if (this.#isEnding) return
        const before = this.#looked.get(nameOf(account, trail)) ?? trail.position
        const found = await this.#deliver({ account, trail, looked: before }, tools).catch(error => {
          house.log.fault(`delivery of the trail ${trail.trailName} of ${account}`, error)
          return before
        })
        looked.set(nameOf(account, trail), found)
      }
    }
    await Promise.all(Array.from({ length: maxAtOnce }, work))
    this.#looked = looked
  }

  async #deliver(deliverable: Deliverable, tools: Tools): Promise<number> {
    const { trail, looked } = deliverable
    const found = trail.spans.length > 0 ? await deliver(deliverable, tools) : looked
    await deliverDigests(deliverable, tools)
    return found
  }

  /** Trails of which something may not have been delivered. */
  async #logging(): Promise<OwnedTrail[]> {
    const all = await this.#accounts.get(directory, 'accounts', async rows =>
      (await rows.list(accounts)).map(({ accountId }) => accountId),
    )
    const found: OwnedTrail[] = []
    for (const account of all) {
      const present = await this.#trails.get(account, 'trails', rows => rows.list(trails))
      for (const trail of present)
        if (trail.spans.length > 0 || trail.validatedSince !== undefined) found.push({ account, trail })
    }
    return found
  }
}

/** What was looked through counts for a trail as it is now: one that is made or started anew begins anew. */
function nameOf(account: AccountId, { homeRegion, trailName, createdAt, startedAt, position }: TrailRow) {
  return JSON.stringify([account, homeRegion, trailName, createdAt, startedAt, position])
}
