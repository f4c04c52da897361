import type { Partition, Store } from '../../../src/store/contract.ts'

/** What is done between two steps of a request that is under way; `place` says before which transaction, from 1. */
export type Between = (place: number) => Promise<void>

export interface Interleaved {
  readonly over: (store: Store) => Store
  /** While `request` is under way, before each of its transactions on a partition; what that calls is let through. */
  readonly during: <Result>(
    partition: Partition,
    request: () => Promise<Result>,
    between: Between,
  ) => Promise<Result>
}

/** A store that lets others act between two transactions of one request: the order that a race may have, every time. */
export function interleaved(): Interleaved {
  let armed: { readonly partition: Partition; readonly between: Between } | undefined
  let place = 0
  const before = async (partition: Partition) => {
    if (armed?.partition !== partition) return
    const { between } = armed
    place += 1
    const resumed = armed
    armed = undefined
    await between(place)
    armed = resumed
  }
  return {
    over: store =>
      new Proxy(store, {
        get: (target, name: keyof Store) => {
          const member = target[name]
          if (typeof member !== 'function') return member
          if (name !== 'read' && name !== 'write') return member.bind(target)
          return async (partition: Partition, work: never) => {
            await before(partition)
            return target[name](partition, work)
          }
        },
      }),
    during: async (partition, request, between) => {
      armed = { partition, between }
      place = 0
      try {
        return await request()
      } finally {
        armed = undefined
      }
    },
  }
}
