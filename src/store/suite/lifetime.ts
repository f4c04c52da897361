import { expect, it } from 'vitest'
import { directory } from '../contract.ts'
import { accountAliases, groups, policyVersions } from '../tables.ts'
import type { Opened } from './opened.ts'
import { alpha, beta, event, group, use, version } from './samples.ts'

export function lifetimeCases(opened: Opened): void {
  it('finds everything again after it was opened again', async ({ skip }) => {
    const { store, reopen } = opened()
    if (!reopen) return skip('this backend forgets when it is closed')
    await store.write(alpha, rows => rows.insert(groups, group('😀')))
    await store.write(alpha, rows => rows.insert(policyVersions, version('p', 10)))
    await store.write(directory, rows => rows.insert(accountAliases, { alias: 'x' }))
    await store.record({ events: [event('1', 1)], uses: [use('AKIA', 1)] })

    const again = await reopen.call(opened())
    expect(await again.revision(alpha)).toBe(2)
    expect(await again.revision(directory)).toBe(1)
    expect(await again.revision(beta)).toBe(0)
    await again.read(alpha, async rows => {
      expect(await rows.list(groups)).toEqual([group('😀')])
      expect(await rows.get(policyVersions, 'p', 10)).toEqual(version('p', 10))
    })
    expect(await again.events(alpha, { limit: 2 })).toEqual([event('1', 1)])
    expect(await again.lastUse(alpha, 'AKIA')).toEqual(use('AKIA', 1))
    await again.write(alpha, rows => rows.delete(groups, '😀'))
    expect(await again.revision(alpha)).toBe(3)
  })

  it('finishes what was begun before it closes, and does nothing afterwards', async () => {
    const { store } = opened()
    const begun = [
      store.write(alpha, rows => rows.insert(groups, group('a'))),
      store.record({ events: [event('1', 1)], uses: [] }),
      store.read(alpha, rows => rows.list(groups)),
    ]
    await Promise.all([store.close(), store.close()])
    await Promise.all(begun)
    const calls = [
      store.read(alpha, rows => rows.list(groups)),
      store.write(alpha, rows => rows.insert(groups, group('b'))),
      store.revision(alpha),
      store.record({ events: [event('2', 2)], uses: [] }),
      store.events(alpha, { limit: 1 }),
      store.lastUse(alpha, 'AKIA'),
    ]
    for (const call of calls) await expect(call).rejects.toThrow('closed')
    await store.close()
  })

  it('offers to remove everything only where it lives in memory; revisions rise nevertheless', async ({
    skip,
  }) => {
    const { store, reopen } = opened()
    if (reopen) expect(store.clear).toBeUndefined()
    if (!store.clear) return skip('this backend keeps what it was given')
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    await store.write(beta, rows => rows.insert(policyVersions, version('p', 1)))
    await store.record({ events: [event('1', 1)], uses: [use('AKIA', 1)] })
    await store.clear()
    expect(await store.revision(alpha)).toBeGreaterThan(1)
    expect(await store.revision(beta)).toBeGreaterThan(1)
    expect(await store.read(alpha, rows => rows.list(groups))).toEqual([])
    expect(await store.read(beta, rows => rows.count(policyVersions))).toBe(0)
    expect(await store.events(alpha, { limit: 1 })).toEqual([])
    expect(await store.lastUse(alpha, 'AKIA')).toBeUndefined()
    await store.record({ events: [], uses: [use('AKIA', 1)] })
    expect(await store.lastUse(alpha, 'AKIA')).toEqual(use('AKIA', 1))
  })
}
