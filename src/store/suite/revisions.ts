import { expect, it } from 'vitest'
import { DuplicateKey, directory } from '../contract.ts'
import { accountAliases, groups, roles } from '../tables.ts'
import type { Opened } from './opened.ts'
import { alpha, beta, event, group, use } from './samples.ts'

export function revisionCases(opened: Opened): void {
  it('is 0 for a partition that was never written', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    expect(await store.revision(beta)).toBe(0)
    expect(await store.revision(directory)).toBe(0)
  })

  it('rises by one with a transaction that changes rows, however many', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    expect(await store.revision(alpha)).toBe(1)
    await store.write(alpha, async rows => {
      await rows.insert(groups, group('b'))
      await rows.put(groups, group('a', { path: '/x/' }))
      await rows.insert(accountAliases, { alias: 'x' })
    })
    expect(await store.revision(alpha)).toBe(2)
    await store.write(alpha, rows => rows.delete(groups, 'a'))
    expect(await store.revision(alpha)).toBe(3)
  })

  it('stays when nothing was changed', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    await store.write(alpha, async rows => {
      await rows.put(groups, group('a'))
      await rows.delete(groups, 'none')
      await rows.list(groups)
      await expect(rows.insert(groups, group('a'))).rejects.toThrow(DuplicateKey)
    })
    await store.write(alpha, async () => {})
    await store.read(alpha, rows => rows.list(groups))
    expect(await store.revision(alpha)).toBe(1)
  })

  it('takes a row for unchanged whatever the order of its members, and for changed with any value', async () => {
    const { store } = opened()
    const role = (tags: { Key: string; Value: string }[]) => ({
      nameKey: 'r',
      roleName: 'r',
      path: '/',
      roleId: 'AROA',
      createdAt: 0,
      boundaryArn: '',
      maxSessionSeconds: 3600,
      trustPolicy: { text: '', principalIds: {} },
      tags,
    })
    await store.write(alpha, rows => rows.put(roles, role([{ Key: 'k', Value: 'v' }])))
    const { nameKey, ...others } = role([{ Value: 'v', Key: 'k' }])
    await store.write(alpha, rows => rows.put(roles, { ...others, nameKey, description: undefined } as never))
    expect(await store.revision(alpha)).toBe(1)
    await store.write(alpha, rows => rows.put(roles, role([{ Key: 'k', Value: 'V' }])))
    expect(await store.revision(alpha)).toBe(2)
  })

  it('stays when the work throws', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    const failing = store.write(alpha, async rows => {
      await rows.insert(groups, group('b'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await store.revision(alpha)).toBe(1)
    await store.write(alpha, rows => rows.insert(groups, group('b')))
    expect(await store.revision(alpha)).toBe(2)
  })

  it('rises in its own partition only', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    await store.write(beta, rows => rows.insert(groups, group('a')))
    await store.write(beta, rows => rows.insert(groups, group('b')))
    expect([await store.revision(alpha), await store.revision(beta)]).toEqual([1, 2])
  })

  it('is not raised by the event history', async () => {
    const { store } = opened()
    await store.record({ events: [event('1', 1)], uses: [use('AKIA', 1)] })
    expect(await store.revision(alpha)).toBe(0)
  })

  it('shows the rows of a write to whoever saw its revision', async () => {
    const { store } = opened()
    const writing = store.write(alpha, rows => rows.insert(groups, group('a')))
    while ((await store.revision(alpha)) === 0) await new Promise(resolve => setImmediate(resolve))
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(1)
    await writing
  })
}
