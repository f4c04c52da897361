import { describe, expect, it } from 'vitest'
import type { EventQuery, Store } from '../contract.ts'
import type { Opened } from '../suite.ts'
import { alpha, beta, event, use } from './samples.ts'

export function historyCases(opened: Opened): void {
  describe('events', () => eventCases(opened))
  describe('last use', () => useCases(opened))
}

const ids = async (store: Store, query: Partial<EventQuery> = {}, account = alpha) =>
  (await store.events(account, { limit: 100, ...query })).map(found => found.eventId).join(' ')

function eventCases(opened: Opened): void {
  it('gives back what was recorded, with and without a decision', async () => {
    const { store } = opened()
    const events = [event('2', 20, { decision: '{"allowed":true}' }), event('1', 10, { event: '{"ü":"😀"}' })]
    await store.record({ events, uses: [] })
    expect(await store.events(alpha, { limit: 10 })).toStrictEqual(events)
  })

  it('lists the newest first, and of the same time the one recorded last', async () => {
    const { store } = opened()
    await store.record({ events: [event('a', 5), event('b', 7)], uses: [] })
    await store.record({ events: [event('c', 7)], uses: [] })
    await store.record({ events: [event('d', 6, { eventName: 'CreateRole' })], uses: [] })
    await store.record({ events: [event('e', 7, { eventName: 'CreateRole' })], uses: [] })
    expect(await ids(store)).toBe('e c b d a')
  })

  it('filters by request, name and time, both ends included, and by all of them', async () => {
    const { store } = opened()
    await store.record({
      events: [
        event('1', 10),
        event('2', 20, { requestId: 'r', eventName: 'AssumeRole' }),
        event('3', 30, { requestId: 'r' }),
        event('4', 40, { eventName: 'AssumeRole' }),
      ],
      uses: [],
    })
    expect(await ids(store, { requestId: 'r' })).toBe('3 2')
    expect(await ids(store, { requestId: 'R' })).toBe('')
    expect(await ids(store, { eventName: 'AssumeRole' })).toBe('4 2')
    expect(await ids(store, { eventName: 'assumerole' })).toBe('')
    expect(await ids(store, { from: 20, to: 30 })).toBe('3 2')
    expect(await ids(store, { from: 21, to: 29 })).toBe('')
    expect(await ids(store, { eventName: 'AssumeRole', from: 21 })).toBe('4')
    expect(await ids(store, { requestId: 'r', eventName: 'AssumeRole', to: 20 })).toBe('2')
  })

  it('gives at most so many, the newest', async () => {
    const { store } = opened()
    await store.record({ events: [event('1', 1), event('2', 2), event('3', 3)], uses: [] })
    expect(await ids(store, { limit: 2 })).toBe('3 2')
    expect(await ids(store, { limit: 0 })).toBe('')
    await expect(store.events(alpha, { limit: -1 })).rejects.toThrow(RangeError)
  })

  it('shows an account its own events only', async () => {
    const { store } = opened()
    const shared = { requestId: 'both' }
    await store.record({
      events: [event('a', 1, shared), event('b', 1, { ...shared, account: beta })],
      uses: [],
    })
    expect(await ids(store)).toBe('a')
    expect(await ids(store, shared)).toBe('a')
    expect(await ids(store, shared, beta)).toBe('b')
  })

  it('takes concurrent callers together and loses nothing', async () => {
    const { store } = opened()
    const calls = Array.from({ length: 300 }, (_, call) => call)
    await Promise.all(
      calls.map(call => store.record({ events: [event(`${call}`, call)], uses: [use(`AKIA${call}`, call)] })),
    )
    const found = await store.events(alpha, { limit: 1000 })
    expect(found.map(one => one.time)).toEqual(calls.toReversed())
    for (const call of [0, 150, 299])
      expect(await store.lastUse(alpha, `AKIA${call}`)).toEqual(use(`AKIA${call}`, call))
  })

  it('fails the caller whose event cannot be kept, and nobody else', async () => {
    const { store } = opened()
    const broken = event('broken', 2, { event: undefined as never })
    const outcomes = await Promise.allSettled([
      store.record({ events: [event('1', 1)], uses: [] }),
      store.record({ events: [event('half', 2), broken], uses: [] }),
      store.record({ events: [event('3', 3)], uses: [] }),
    ])
    expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await ids(store)).toBe('3 1')
  })

  it('takes an empty batch for nothing', async () => {
    const { store } = opened()
    await store.record({ events: [], uses: [] })
    expect(await ids(store)).toBe('')
  })
}

function useCases(opened: Opened): void {
  const minute = 60_000

  it('is undefined for what was never used, and of one account', async () => {
    const { store } = opened()
    await store.record({ events: [], uses: [use('AKIA', 1)] })
    expect(await store.lastUse(alpha, 'AKIA')).toStrictEqual(use('AKIA', 1))
    expect(await store.lastUse(alpha, 'akia')).toBeUndefined()
    expect(await store.lastUse(beta, 'AKIA')).toBeUndefined()
  })

  it('keeps the latest use, in whatever order they come', async () => {
    const { store } = opened()
    const late = use('AKIA', 9 * minute, { service: 'sts' })
    await store.record({ events: [], uses: [use('AKIA', 2 * minute), late, use('AKIA', 4 * minute)] })
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(late)
    await store.record({ events: [], uses: [use('AKIA', 3 * minute)] })
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(late)
    const later = use('AKIA', 10 * minute)
    await store.record({ events: [], uses: [later] })
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(later)
  })

  it('may tell the time of a repeated use to the minute, but never another minute, service or region', async () => {
    const { store } = opened()
    await store.record({ events: [], uses: [use('AKIA', minute)] })
    await store.record({ events: [], uses: [use('AKIA', minute + 59_999)] })
    const found = await store.lastUse(alpha, 'AKIA')
    expect(Math.floor((found?.time ?? 0) / minute)).toBe(1)
    for (const next of [
      use('AKIA', 2 * minute),
      use('AKIA', 2 * minute + 1, { service: 's3' }),
      use('AKIA', 2 * minute + 2, { service: 's3', region: 'eu-central-1' }),
    ]) {
      await store.record({ events: [], uses: [next] })
      expect(await store.lastUse(alpha, 'AKIA')).toEqual(next)
    }
  })
}
