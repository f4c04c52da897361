import type { AccountId } from '../../src/identity/account-id.ts'
import { arn } from '../../src/identity/arn.ts'
import type { Store, Writer } from '../../src/store/contract.ts'
import { policies, policyVersions, roles, users } from '../../src/store/tables.ts'

export interface Amounts {
  readonly users: number
  readonly roles: number
  readonly policies: number
}

/** Rows in one transaction. */
const batch = 2000

const trustPolicy = {
  text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}',
  principalIds: {},
}
const document =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}'

/** An account as full as wanted, past the API and its quotas: `user-000001` and so on. */
export async function fill(store: Store, account: AccountId, amounts: Amounts): Promise<void> {
  await inBatches(store, account, amounts.users, async (rows, index) => {
    const { name, ...named } = namedEntity('user', index)
    const details = { tags: [], boundaryArn: '' }
    await rows.insert(users, { ...named, userName: name, userId: idOf('AIDA', index), ...details })
  })
  await inBatches(store, account, amounts.roles, async (rows, index) => {
    const { name, ...named } = namedEntity('role', index)
    const details = { maxSessionSeconds: 3600, trustPolicy, tags: [], boundaryArn: '' }
    await rows.insert(roles, { ...named, roleName: name, roleId: idOf('AROA', index), ...details })
  })
  await inBatches(store, account, amounts.policies, async (rows, index) => {
    const { name, ...named } = namedEntity('policy', index)
    const policyId = idOf('ANPA', index)
    await rows.insert(policies, {
      ...named,
      policyName: name,
      policyId,
      arn: arn.policy(account, named.path, name),
      updatedAt: named.createdAt,
      defaultVersion: 1,
      latestVersion: 1,
      tags: [],
    })
    await rows.insert(policyVersions, { policyId, version: 1, text: document, createdAt: named.createdAt })
  })
}

async function inBatches(
  store: Store,
  account: AccountId,
  count: number,
  insert: (rows: Writer, index: number) => Promise<void>,
): Promise<void> {
  for (let start = 1; start <= count; start += batch) {
    await store.write(account, async rows => {
      for (let index = start; index < start + batch && index <= count; index += 1) await insert(rows, index)
    })
  }
}

/** In ten paths, so that the order by path is another than that by name. */
function namedEntity(kind: string, index: number) {
  const name = `${kind}-${String(index).padStart(6, '0')}`
  const createdAt = Date.UTC(2026, 0, 1)
  return { name, nameKey: name, path: `/team-${index % 10}/`, createdAt }
}

function idOf(prefix: string, index: number): string {
  return `${prefix}${String(index).padStart(17, '0')}`
}
