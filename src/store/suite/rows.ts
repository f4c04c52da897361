import { expect, it } from 'vitest'
import { DuplicateKey, directory } from '../contract.ts'
import { accounts, groups, memberships, policyVersions, roles } from '../tables.ts'
import type { Opened } from './opened.ts'
import { alpha, awkwardTexts, beta, group, version } from './samples.ts'

export function rowCases(opened: Opened): void {
  keyCases(opened)
  valueCases(opened)
  partitionCases(opened)
}

function keyCases(opened: Opened): void {
  it('gets a row by its key, and undefined when there is none', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('admins')))
    await store.read(alpha, async rows => {
      expect(await rows.get(groups, 'admins')).toEqual(group('admins'))
      expect(await rows.get(groups, 'Admins')).toBeUndefined()
      expect(await rows.get(groups, 'admin')).toBeUndefined()
    })
  })

  it('needs every column of a key', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(policyVersions, version('p', 1)))
    await store.read(alpha, async rows => {
      expect(await rows.get(policyVersions, 'p', 1)).toEqual(version('p', 1))
      expect(await rows.get(policyVersions, 'p', 2)).toBeUndefined()
      await expect(rows.get(policyVersions, 'p')).rejects.toThrow(TypeError)
      await expect(rows.get(policyVersions, 'p', 1, 2)).rejects.toThrow(TypeError)
    })
  })

  it('refuses to insert a second row with a key, and the work may go on after that', async () => {
    const { store } = opened()
    await store.write(alpha, async rows => {
      await rows.insert(groups, group('a', { path: '/first/' }))
      await expect(rows.insert(groups, group('a', { path: '/second/' }))).rejects.toThrow(DuplicateKey)
      await rows.insert(groups, group('b'))
    })
    const found = await store.read(alpha, rows => rows.list(groups))
    expect(found).toEqual([group('a', { path: '/first/' }), group('b')])
  })

  it('puts a row in the place of the one with its key, in every order', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.put(groups, group('a', { path: '/old/' })))
    await store.write(alpha, rows => rows.put(groups, group('a', { path: '/new/' })))
    await store.read(alpha, async rows => {
      expect(await rows.list(groups)).toEqual([group('a', { path: '/new/' })])
      expect(await rows.list(groups, { index: 'byPath', where: { path: '/old/' } })).toEqual([])
      expect(await rows.count(groups, { index: 'byPath', where: { path: '/new/' } })).toBe(1)
    })
  })

  it('says whether there was a row to delete', async () => {
    const { store } = opened()
    await store.write(alpha, async rows => {
      await rows.insert(memberships, { groupId: 'g', userId: 'u' })
      expect(await rows.delete(memberships, 'g', 'other')).toBe(false)
      expect(await rows.delete(memberships, 'g', 'u')).toBe(true)
      expect(await rows.delete(memberships, 'g', 'u')).toBe(false)
      await expect(rows.delete(memberships, 'g')).rejects.toThrow(TypeError)
    })
    expect(await store.read(alpha, rows => rows.count(memberships))).toBe(0)
  })
}

function valueCases(opened: Opened): void {
  it('gives back every member as it was, and leaves out what was undefined', async () => {
    const { store } = opened()
    const role = {
      nameKey: 'r',
      roleName: 'R',
      path: '/ü/',
      roleId: 'AROA',
      createdAt: 1_700_000_000_000,
      boundaryArn: '',
      maxSessionSeconds: 3600,
      trustPolicy: { text: '{"a":"\u0000\ud800 \u2028"}', principalIds: { 'arn:x': 'AIDA' } },
      tags: [{ Key: '😀', Value: '' }],
    }
    await store.write(alpha, rows => rows.insert(roles, { ...role, description: undefined } as typeof role))
    const found = await store.read(alpha, rows => rows.get(roles, 'r'))
    expect(found).toStrictEqual(role)
  })

  it('hands out copies: changing one changes nothing that is stored', async () => {
    const { store } = opened()
    const row = group('a')
    await store.write(alpha, async rows => {
      await rows.insert(groups, row)
      Object.assign(row, { path: '/changed/' })
      Object.assign((await rows.get(groups, 'a')) ?? {}, { path: '/changed/' })
    })
    expect(await store.read(alpha, rows => rows.get(groups, 'a'))).toEqual(group('a'))
  })

  it('tells all keys apart, whatever characters they are made of', async () => {
    const { store } = opened()
    await store.write(alpha, async rows => {
      for (const text of awkwardTexts) await rows.insert(groups, group(text))
    })
    await store.read(alpha, async rows => {
      for (const text of awkwardTexts) expect((await rows.get(groups, text))?.nameKey).toBe(text)
      expect(await rows.get(groups, 'a_')).toBeUndefined()
    })
  })

  it('takes only what every backend can order: whole numbers, and text that UTF-8 can hold', async () => {
    const { store } = opened()
    for (const text of ['\ud800', 'a\0', '\udc00x']) {
      await expect(store.write(alpha, rows => rows.put(groups, group(text)))).rejects.toThrow(TypeError)
      expect(await store.read(alpha, rows => rows.get(groups, text))).toBeUndefined()
      expect(await store.read(alpha, rows => rows.count(groups, { where: { nameKey: text } }))).toBe(0)
      expect(await store.write(alpha, rows => rows.delete(groups, text))).toBe(false)
    }
    for (const number of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      await expect(
        store.write(alpha, rows => rows.put(policyVersions, version('p', number))),
      ).rejects.toThrow(TypeError)
    const limits = [Number.MIN_SAFE_INTEGER, -1, 0, Number.MAX_SAFE_INTEGER]
    await store.write(alpha, async rows => {
      for (const number of limits) await rows.put(policyVersions, version('p', number))
    })
    const found = await store.read(alpha, rows => rows.list(policyVersions))
    expect(found.map(row => row.version)).toEqual(limits)
  })
}

function partitionCases(opened: Opened): void {
  it('keeps partitions apart', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a', { path: '/alpha/' })))
    await store.write(beta, rows => rows.insert(groups, group('a', { path: '/beta/' })))
    await store.write(beta, rows => rows.insert(groups, group('b')))
    await store.write(directory, rows => rows.insert(accounts, { accountId: alpha, name: 'x', createdAt: 0 }))

    await store.write(alpha, rows => rows.delete(groups, 'b'))
    await store.read(alpha, async rows => {
      expect(await rows.list(groups)).toEqual([group('a', { path: '/alpha/' })])
      expect(await rows.list(groups, { index: 'byPath' })).toEqual([group('a', { path: '/alpha/' })])
      expect(await rows.count(groups)).toBe(1)
      expect(await rows.get(groups, 'b')).toBeUndefined()
      expect(await rows.count(accounts)).toBe(0)
    })
    expect(await store.read(beta, rows => rows.count(groups))).toBe(2)
    expect(await store.read(directory, rows => rows.count(accounts))).toBe(1)
  })
}
