import { expect, it } from 'vitest'
import type { Store } from '../contract.ts'
import type { Opened } from './opened.ts'
import { alpha, beta, event } from './samples.ts'

export function orderCases(opened: Opened): void {
  const eventsAfter = async (store: Store, after: number, limit = 10, accounts = [alpha]) => {
    const page = await store.recordedAfter(accounts, { after, limit })
    return { ids: page.events.map(({ event: text }) => JSON.parse(text).eventId).join(' '), ...page }
  }

  it('is that in which they were handed in, whatever their times', async () => {
    const { store } = opened()
    const before = await store.lastRecorded()
    await store.record({ events: [event('a', 9), event('b', 5)], uses: [] })
    await store.record({ events: [event('c', 1)], uses: [] })
    const all = await eventsAfter(store, before)
    expect([all.ids, all.isEnd, all.through]).toEqual(['a b c', true, await store.lastRecorded()])
    expect(all.events.map(({ time }) => time)).toEqual([9, 5, 1])
    const [first] = all.events
    expect((await eventsAfter(store, first?.sequence ?? 0)).ids).toBe('b c')
  })

  it('is gone through page by page, and goes on from its end', async () => {
    const { store } = opened()
    expect(await store.lastRecorded()).toBe(0)
    expect(await eventsAfter(store, 0)).toMatchObject({ ids: '', isEnd: true, through: 0 })
    await store.record({ events: [event('1', 1), event('2', 2), event('3', 3)], uses: [] })
    const page = await eventsAfter(store, 0, 2)
    expect([page.ids, page.isEnd]).toEqual(['1 2', false])
    const next = await eventsAfter(store, page.through, 2)
    expect([next.ids, next.isEnd]).toEqual(['3', true])
    await store.record({ events: [event('4', 0)], uses: [] })
    expect((await eventsAfter(store, next.through)).ids).toBe('4')
    await expect(store.recordedAfter([alpha], { after: 0, limit: 0 })).rejects.toThrow(RangeError)
  })

  it("passes over what is another account's, and tells whose it is", async () => {
    const { store } = opened()
    await store.record({
      events: [event('a', 1), event('b', 2, { account: beta }), event('c', 3)],
      uses: [],
    })
    expect((await eventsAfter(store, 0)).ids).toBe('a c')
    expect(await eventsAfter(store, 0, 10, [beta])).toMatchObject({ ids: 'b', isEnd: true, through: 3 })
    const both = await eventsAfter(store, 0, 10, [beta, alpha])
    expect(both.events.map(({ account }) => account)).toEqual([alpha, beta, alpha])
    expect(await eventsAfter(store, 0, 10, [])).toMatchObject({ ids: '', isEnd: true, through: 3 })
  })
}
