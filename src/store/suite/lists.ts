import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ListQuery, positionOf, type Reader } from '../contract.ts'
import type { Table } from '../table.ts'
import { accessKeys, attachments, groups, inlinePolicies, memberships, policyVersions } from '../tables.ts'
import type { Opened } from './opened.ts'
import { accessKey, alpha, attachment, awkwardTexts, group, inlinePolicy, version } from './samples.ts'

export function listCases(opened: Opened): void {
  describe('order', () => orderCases(opened))
  describe('where and startsWith', () => filterCases(opened))
  describe('pages', () => pageCases(opened))
}

const backwards = <Item>(items: readonly Item[]) => [...items].reverse()

async function fill<Row extends object>(opened: Opened, table: Table<Row>, items: readonly Row[]) {
  await opened().store.write(alpha, async rows => {
    for (const row of items) await rows.insert(table, row)
  })
}

const reading = <Result>(opened: Opened, work: (rows: Reader) => Promise<Result>) =>
  opened().store.read(alpha, work)

function orderCases(opened: Opened): void {
  it('is empty where there is nothing', async () => {
    expect(await reading(opened, rows => rows.list(groups))).toEqual([])
    expect(await reading(opened, rows => rows.list(groups, { index: 'byPath' }))).toEqual([])
    expect(await reading(opened, rows => rows.count(groups))).toBe(0)
  })

  it('lists text by code point', async () => {
    await fill(
      opened,
      groups,
      backwards(awkwardTexts).map(text => group(text, { path: text })),
    )
    const byKey = await reading(opened, rows => rows.list(groups))
    const byPath = await reading(opened, rows => rows.list(groups, { index: 'byPath' }))
    expect(byKey.map(row => row.nameKey)).toEqual(awkwardTexts)
    expect(byPath.map(row => row.path)).toEqual(awkwardTexts)
  })

  it('lists numbers by value, not by digit', async () => {
    const numbers = [-10, -9, 0, 1, 2, 9, 10, 11, 100, 1_700_000_000_000]
    await fill(
      opened,
      policyVersions,
      backwards(numbers).map(number => version('p', number)),
    )
    const found = await reading(opened, rows => rows.list(policyVersions))
    expect(found.map(row => row.version)).toEqual(numbers)
  })

  it('lists by the columns of an index, ties by key', async () => {
    const sorted = [
      accessKey('z', 'owner', 5),
      accessKey('a', 'owner', 40),
      accessKey('b', 'owner', 40),
      accessKey('c', 'other than owner', 1),
    ].sort((a, b) => (a.ownerId < b.ownerId ? -1 : a.ownerId > b.ownerId ? 1 : 0))
    await fill(opened, accessKeys, backwards(sorted))
    expect(await reading(opened, rows => rows.list(accessKeys, { index: 'byOwner' }))).toEqual(sorted)
    const byKey = await reading(opened, rows => rows.list(accessKeys))
    expect(byKey.map(row => row.accessKeyId)).toEqual(['a', 'b', 'c', 'z'])
  })

  it('knows only declared indexes', async () => {
    await expect(reading(opened, rows => rows.list(groups, { index: 'byMood' }))).rejects.toThrow(TypeError)
  })
}

function filterCases(opened: Opened): void {
  it('selects and counts by leading columns of the key', async () => {
    await fill(opened, policyVersions, [version('p', 1), version('p', 2), version('q', 1), version('P', 1)])
    await reading(opened, async rows => {
      expect(await rows.list(policyVersions, { where: { policyId: 'p' } })).toEqual([
        version('p', 1),
        version('p', 2),
      ])
      expect(await rows.count(policyVersions, { where: { policyId: 'p' } })).toBe(2)
      expect(await rows.count(policyVersions, { where: { policyId: 'p', version: 2 } })).toBe(1)
      expect(await rows.count(policyVersions, { where: { policyId: 'none' } })).toBe(0)
      expect(await rows.count(policyVersions)).toBe(4)
    })
  })

  it('selects and counts by leading columns of an index', async () => {
    await fill(opened, attachments, [
      attachment('u1', 'arn:a', 'user'),
      attachment('r1', 'arn:a', 'role'),
      attachment('r1', 'arn:b', 'role'),
    ])
    await reading(opened, async rows => {
      const byPolicy = { index: 'byPolicy', where: { policyArn: 'arn:a' } }
      expect(await rows.list(attachments, byPolicy)).toEqual([
        attachment('r1', 'arn:a', 'role'),
        attachment('u1', 'arn:a', 'user'),
      ])
      expect(await rows.count(attachments, byPolicy)).toBe(2)
      const roles = { index: 'byPolicy', where: { policyArn: 'arn:a', entityType: 'role' } }
      expect(await rows.count(attachments, roles)).toBe(1)
    })
  })

  it('refuses columns that do not lead the order', async () => {
    await expect(
      reading(opened, rows => rows.list(policyVersions, { where: { version: 1 } })),
    ).rejects.toThrow(TypeError)
    const query = { index: 'byPath', where: { nameKey: 'x' } } as const
    await expect(reading(opened, rows => rows.count(groups, query))).rejects.toThrow(TypeError)
  })

  it('takes startsWith literally: no wildcard, no case folding, any character', async () => {
    await fill(
      opened,
      groups,
      awkwardTexts.map(text => group(text, { path: text })),
    )
    for (const prefix of [...awkwardTexts, 'none']) {
      const expected = awkwardTexts.filter(text => text.startsWith(prefix))
      const byKey = await reading(opened, rows => rows.list(groups, { startsWith: prefix }))
      const byPath = await reading(opened, rows => rows.list(groups, { index: 'byPath', startsWith: prefix }))
      expect(byKey.map(row => row.nameKey)).toEqual(expected)
      expect(byPath.map(row => row.path)).toEqual(expected)
    }
  })

  it('starts at the later of startsWith and a position, wherever that stands', async () => {
    await fill(
      opened,
      groups,
      awkwardTexts.map(text => group(text, { path: text })),
    )
    for (const startsWith of awkwardTexts) {
      for (const [place, text] of awkwardTexts.entries()) {
        const expected = awkwardTexts.slice(place + 1).filter(each => each.startsWith(startsWith))
        const [byKey, byPath] = await reading(opened, async rows => [
          await rows.list(groups, { startsWith, after: [text] }),
          await rows.list(groups, { index: 'byPath', startsWith, after: [text, text] }),
        ])
        expect(byKey?.map(row => row.nameKey)).toEqual(expected)
        expect(byPath?.map(row => row.path)).toEqual(expected)
      }
    }
  })

  it('applies startsWith to the column after those of where', async () => {
    await fill(opened, inlinePolicies, [
      inlinePolicy('user', 'read-a'),
      inlinePolicy('user', 'read-b'),
      inlinePolicy('user', 'write'),
      inlinePolicy('role', 'read-c'),
    ])
    const query = { where: { entityId: 'user' }, startsWith: 'read-' }
    const found = await reading(opened, rows => rows.list(inlinePolicies, query))
    expect(found.map(row => row.nameKey)).toEqual(['read-a', 'read-b'])
    const none = { where: { entityId: 'user', nameKey: 'write' }, startsWith: '' }
    await expect(reading(opened, rows => rows.list(inlinePolicies, none))).rejects.toThrow(TypeError)
  })
}

function pageCases(opened: Opened): void {
  it('gives at most so many rows, and none for a limit of 0', async () => {
    await fill(opened, groups, [group('a'), group('b'), group('c')])
    for (const limit of [0, 1, 2, 3, 4])
      expect(await reading(opened, rows => rows.list(groups, { limit }))).toHaveLength(Math.min(limit, 3))
    for (const limit of [-1, 0.5, Number.NaN])
      await expect(reading(opened, rows => rows.list(groups, { limit }))).rejects.toThrow(RangeError)
  })

  it('goes on after a position, whether or not its row is still there', async () => {
    await fill(opened, groups, [group('a'), group('c'), group('d')])
    const after = (name: string) =>
      reading(opened, rows => rows.list(groups, { after: positionOf(groups, group(name)) }))
    expect((await after('a')).map(row => row.nameKey)).toEqual(['c', 'd'])
    expect((await after('b')).map(row => row.nameKey)).toEqual(['c', 'd'])
    expect(await after('d')).toEqual([])
    expect(await after('z')).toEqual([])
  })

  it('goes on where key and index share a column', async () => {
    const byUser = [
      { groupId: 'g1', userId: 'u1' },
      { groupId: 'g2', userId: 'u1' },
      { groupId: 'g0', userId: 'u2' },
    ]
    await fill(opened, memberships, backwards(byUser))
    expect(await pages(opened, memberships, 'byUser', { index: 'byUser' }, 1)).toEqual(byUser)
    const query = { index: 'byUser', where: { userId: 'u1' } }
    expect(await pages(opened, memberships, 'byUser', query, 1)).toEqual(byUser.slice(0, 2))
    const beyond = { ...query, after: ['u2', 'g0', 'u2'] }
    expect(await reading(opened, rows => rows.list(memberships, beyond))).toEqual([])
    const before = { ...query, after: ['u0', 'g9', 'u0'] }
    expect(await reading(opened, rows => rows.list(memberships, before))).toEqual(byUser.slice(0, 2))
  })

  it('refuses a position of another order', async () => {
    const positions = [[], ['a', 'b'], [Number.NaN]]
    for (const after of positions)
      await expect(reading(opened, rows => rows.list(groups, { after }))).rejects.toThrow(TypeError)
  })

  it('pages through any rows in any order without losing or repeating one', async () => {
    const text = fc.constantFrom(...awkwardTexts)
    const key = fc.record({ id: text, owner: fc.constantFrom('', 'o', 'O', 'o%'), createdAt: fc.nat(3) })
    const keys = fc.uniqueArray(key, { selector: one => one.id, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 5 }), async (items, size) => {
        await refill(
          opened,
          items.map(one => accessKey(one.id, one.owner, one.createdAt)),
        )
        for (const query of [{}, { index: 'byOwner' }, { index: 'byOwner', where: { ownerId: 'o' } }]) {
          const whole = await reading(opened, rows => rows.list(accessKeys, query))
          expect(await pages(opened, accessKeys, query.index, query, size)).toEqual(whole)
          expect(await reading(opened, rows => rows.count(accessKeys, query))).toBe(whole.length)
        }
        expect(await reading(opened, rows => rows.count(accessKeys))).toBe(items.length)
      }),
      { numRuns: 25 },
    )
  })
}

async function pages<Row extends object>(
  opened: Opened,
  table: Table<Row>,
  index: string | undefined,
  query: ListQuery<Row>,
  limit: number,
): Promise<Row[]> {
  const all: Row[] = []
  for (;;) {
    const last = all.at(-1)
    const from = last ? { after: positionOf(table, last, index) } : {}
    const page = await reading(opened, rows => rows.list(table, { ...query, ...from, limit }))
    all.push(...page)
    if (page.length < limit) return all
  }
}

async function refill(opened: Opened, items: readonly ReturnType<typeof accessKey>[]) {
  await opened().store.write(alpha, async rows => {
    for (const row of await rows.list(accessKeys)) await rows.delete(accessKeys, row.accessKeyId)
    for (const row of items) await rows.insert(accessKeys, row)
  })
}
