import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Figure } from '../main.ts'
import { stop } from '../processes.ts'
import { BareSqlite } from './bare-sqlite.ts'
import { durableRoles } from './create-role.ts'
import { pageLatencies } from './pages.ts'
import { serverWith } from './servers.ts'

const few = 100
const many = 100_000

/** Beside the sources, not under /tmp: that is often no disk. */
export async function* run(): AsyncGenerator<Figure> {
  const directory = await mkdtemp(join(import.meta.dirname, '.data-'))
  const children: ChildProcess[] = []
  try {
    const [small, large] = await Promise.all(
      [few, many].map(each => {
        const amounts = { users: each, roles: each, policies: each }
        return serverWith(children, join(directory, String(each)), 1, amounts)
      }),
    )
    if (!small || !large) throw new Error('there are two servers')
    yield* pageLatencies(small, large)
    const accounts = await serverWith(children, join(directory, 'roles'), 40, {
      users: 0,
      roles: 0,
      policies: 0,
    })
    const bare = new BareSqlite(directory)
    yield* durableRoles(accounts, bare)
    bare.close()
  } finally {
    await Promise.all(children.map(stop))
    await rm(directory, { recursive: true, force: true })
  }
}
