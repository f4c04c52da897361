import { describe, expect, it } from 'vitest'
import type { AttributeKey, EventQuery, LookupQuery, Store } from '../contract.ts'
import type { Opened } from './opened.ts'
import { orderCases } from './recorded-order.ts'
import { alpha, beta, event, use } from './samples.ts'

export function historyCases(opened: Opened): void {
  describe('events', () => eventCases(opened))
  describe('lookups', () => lookupCases(opened))
  describe('the order of recording', () => orderCases(opened))
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

/** All pages of a lookup, each as its event ids. */
async function pages(store: Store, query: Partial<LookupQuery> = {}, account = alpha): Promise<string[]> {
  const found: string[] = []
  let { after } = query
  do {
    const page = await store.lookup(account, { limit: 100, ...query, ...(after && { after }) })
    found.push(page.events.map(({ eventId }) => eventId).join(' '))
    after = page.next
  } while (after)
  return found
}

const looked = async (store: Store, key: AttributeKey, value: string) =>
  (await pages(store, { attribute: { key, value } })).join(' ').trim()

function lookupCases(opened: Opened): void {
  const logged = (id: string, time: number, members: object) =>
    event(id, time, { event: JSON.stringify({ eventCategory: 'Management', ...members }) })

  it('finds by each attribute, compared exactly', async () => {
    const { store } = opened()
    const alice = { type: 'IAMUser', userName: 'Alice', accessKeyId: 'AKIA1', principalId: 'AIDA1' }
    const session = { type: 'AssumedRole', accessKeyId: 'ASIA1', principalId: 'AROA1:Alice' }
    const events = [
      logged('1', 1, { eventSource: 'iam.amazonaws.com', readOnly: true, userIdentity: alice }),
      logged('2', 2, {
        eventSource: 'iam.amazonaws.com',
        readOnly: false,
        userIdentity: session,
        requestParameters: { roleName: 'Auditor', path: '/Alice/' },
        responseElements: {
          role: { arn: 'arn:aws:iam::1:role/Auditor', roleId: 'AROA2', roleName: 'Auditor' },
        },
      }),
      logged('3', 3, {
        eventSource: 'signin.amazonaws.com',
        readOnly: false,
        userIdentity: { type: 'Root' },
      }),
      event('4', 4, { eventName: 'AssumeRole', event: '{}' }),
    ]
    await store.record({ events, uses: [] })
    expect(await looked(store, 'EventId', '3')).toBe('3')
    expect(await looked(store, 'EventName', 'GetRole')).toBe('3 2 1')
    expect(await looked(store, 'EventName', 'assumerole')).toBe('')
    expect(await looked(store, 'ReadOnly', 'true')).toBe('1')
    expect(await looked(store, 'ReadOnly', 'false')).toBe('3 2')
    expect(await looked(store, 'Username', 'Alice')).toBe('2 1')
    expect(await looked(store, 'Username', 'alice')).toBe('')
    expect(await looked(store, 'Username', 'root')).toBe('3')
    expect(await looked(store, 'AccessKeyId', 'ASIA1')).toBe('2')
    expect(await looked(store, 'EventSource', 'iam.amazonaws.com')).toBe('2 1')
    expect(await looked(store, 'EventSource', 'iam')).toBe('')
    expect(await looked(store, 'ResourceType', 'AWS::IAM::Role')).toBe('2')
    for (const name of ['Auditor', 'AROA2', 'arn:aws:iam::1:role/Auditor'])
      expect(await looked(store, 'ResourceName', name)).toBe('2')
    expect(await looked(store, 'ResourceName', '/Alice/')).toBe('')
    expect(await looked(store, 'Username', 'Auditor')).toBe('')
  })

  it('gives pages that go on where the last one ended, also within one moment and while more is recorded', async () => {
    const { store } = opened()
    await store.record({ events: ['a', 'b', 'c', 'd', 'e'].map(id => event(id, 7)), uses: [] })
    expect(await pages(store, { limit: 2 })).toEqual(['e d', 'c b', 'a'])
    const { next } = await store.lookup(alpha, { limit: 2 })
    await store.record({ events: [event('f', 8), event('g', 7)], uses: [] })
    expect(await pages(store, { limit: 2, ...(next && { after: next }) })).toEqual(['c b', 'a'])
    await expect(store.lookup(alpha, { limit: 0 })).rejects.toThrow(RangeError)
  })

  it('keeps to the time, both ends included, and to the account', async () => {
    const { store } = opened()
    const other = event('x', 20, { account: beta })
    await store.record({ events: [event('1', 10), event('2', 20), event('3', 30), other], uses: [] })
    expect(await pages(store, { from: 20, to: 30 })).toEqual(['3 2'])
    expect(await pages(store, { from: 21, to: 29 })).toEqual([''])
    expect(await pages(store, {}, beta)).toEqual(['x'])
    expect(await pages(store, { attribute: { key: 'EventId', value: 'x' } })).toEqual([''])
  })

  it('finds an event by an id that begins with its time, and by one that only looks so', async () => {
    const { store } = opened()
    const timed = '00000000-0014-7000-8000-000000000001' // 20
    const odd = '00000000-0063-7000-8000-000000000002'
    await store.record({ events: [event(timed, 20), event(odd, 20), event('late', 99)], uses: [] })
    expect(await looked(store, 'EventId', timed)).toBe(timed)
    expect(await looked(store, 'EventId', odd)).toBe(odd)
    const attribute = { key: 'EventId', value: timed } as const
    expect(await pages(store, { attribute, from: 21 })).toEqual([''])
  })

  it('passes over data events', async () => {
    const { store } = opened()
    const data = logged('data', 2, { eventCategory: 'Data', eventSource: 's3.amazonaws.com' })
    await store.record({ events: [event('1', 1), data, event('3', 3)], uses: [] })
    expect(await pages(store)).toEqual(['3 1'])
    expect(await looked(store, 'EventSource', 's3.amazonaws.com')).toBe('')
    expect(await ids(store)).toBe('3 data 1')
  })

  it('has let go of nothing by itself', async () => {
    const { store } = opened()
    await store.record({ events: [event('1', 0)], uses: [] })
    expect(await store.pastAccesses(alpha)).toEqual([])
  })

  it('looks through more than one call would, and finds what is far back', { timeout: 60_000 }, async () => {
    const { store } = opened()
    const rare = logged('rare', 1, { eventSource: 'rare.amazonaws.com' })
    const others = Array.from({ length: 20_000 }, (_, index) => event(`${index}`, 10 + index))
    await store.record({ events: [rare, ...others], uses: [] })
    expect(await looked(store, 'EventSource', 'rare.amazonaws.com')).toBe('rare')
    expect(await looked(store, 'EventSource', 'none.amazonaws.com')).toBe('')
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
