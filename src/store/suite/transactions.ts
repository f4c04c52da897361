import { expect, it } from 'vitest'
import type { Reader, Writer } from '../contract.ts'
import { groups } from '../tables.ts'
import type { Opened } from './opened.ts'
import { alpha, beta, event, group } from './samples.ts'

export function transactionCases(opened: Opened): void {
  outcomeCases(opened)
  nestingCases(opened)
}

function outcomeCases(opened: Opened): void {
  it('gives the result of the work to the caller', async () => {
    const { store } = opened()
    expect(await store.write(alpha, async () => 'written')).toBe('written')
    expect(await store.read(alpha, async () => 'read')).toBe('read')
  })

  it('sees its own changes, and others see them when it is done', async () => {
    const { store } = opened()
    await store.write(alpha, async rows => {
      await rows.insert(groups, group('a'))
      expect(await rows.get(groups, 'a')).toEqual(group('a'))
      expect(await rows.list(groups, { index: 'byPath' })).toEqual([group('a')])
      expect(await rows.count(groups)).toBe(1)
    })
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(1)
  })

  it('changes nothing when the work throws, and hands the error on as it is', async () => {
    const { store } = opened()
    await store.write(alpha, rows => rows.insert(groups, group('kept')))
    const cause = new Error('second thoughts')
    const work = async (rows: Writer) => {
      await rows.insert(groups, group('new'))
      await rows.put(groups, group('kept', { path: '/changed/' }))
      await rows.delete(groups, 'kept')
      throw cause
    }
    await expect(store.write(alpha, work)).rejects.toBe(cause)
    expect(await store.read(alpha, rows => rows.list(groups))).toEqual([group('kept')])
    await expect(store.read(alpha, () => Promise.reject(cause))).rejects.toBe(cause)
    await expect(
      store.write(alpha, () => {
        throw cause
      }),
    ).rejects.toBe(cause)
  })

  it('goes on after a failed transaction', async () => {
    const { store } = opened()
    const failing = async () => {
      throw new Error('no')
    }
    await expect(store.read(alpha, failing)).rejects.toThrow('no')
    await expect(store.write(alpha, failing)).rejects.toThrow('no')
    await store.write(alpha, rows => rows.insert(groups, group('a')))
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(1)
  })

  it('ends with its work: its rows serve nobody afterwards', async () => {
    const { store } = opened()
    let reader: Reader | undefined
    let writer: Writer | undefined
    await store.read(alpha, async rows => {
      reader = rows
    })
    await store.write(alpha, async rows => {
      writer = rows
    })
    await expect(reader?.get(groups, 'a')).rejects.toThrow('over')
    await expect(writer?.insert(groups, group('a'))).rejects.toThrow('over')
    expect(await store.read(alpha, rows => rows.count(groups))).toBe(0)
  })
}

function nestingCases(opened: Opened): void {
  it('refuses every other call of the store inside the work', async () => {
    const { store } = opened()
    const calls = {
      read: () => store.read(beta, async () => {}),
      write: () => store.write(beta, async () => {}),
      revision: () => store.revision(beta),
      record: () => store.record({ events: [event('1', 1)], uses: [] }),
      events: () => store.events(beta, { limit: 1 }),
      lastUse: () => store.lastUse(beta, 'x'),
      close: () => store.close(),
    }
    for (const [name, call] of Object.entries(calls)) {
      await expect(store.read(alpha, call as () => Promise<unknown>), name).rejects.toThrow('do not nest')
      await expect(store.write(alpha, call as () => Promise<unknown>), name).rejects.toThrow('do not nest')
    }
    expect(await store.events(alpha, { limit: 1 })).toEqual([])
  })

  it('does not take what follows a transaction for a part of it', async () => {
    const { store } = opened()
    let later: Promise<number> | undefined
    let proceed = () => {}
    const done = new Promise<void>(resolve => {
      proceed = resolve
    })
    await store.write(alpha, async () => {
      later = done.then(() => store.revision(alpha))
    })
    proceed()
    expect(await later).toBe(0)
  })
}
