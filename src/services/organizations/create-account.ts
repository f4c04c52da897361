import { type AccountId, accountId as asAccountId } from '../../identity/account-id.ts'
import { newOrganizationIds } from '../../identity/organization-ids.ts'
import type { Vault } from '../../identity/vault.ts'
import { directory, type Store } from '../../store/contract.ts'
import {
  type CreateAccountRequestRow,
  createAccountRequests,
  members,
  type OrganizationRow,
  organizations,
} from '../../store/organization-tables.ts'
import { accounts } from '../../store/tables.ts'
import { shownRequest } from './answers.ts'
import { attachFullAccess } from './attaching.ts'
import { constraint, invalidInput, refusal } from './errors.ts'
import { claimAccount } from './membership.ts'
import { claimEmail, makeAccessRole, makeAccount, makeServiceRole, serviceRolePrefix } from './new-account.ts'
import { inOrganization } from './operation.ts'
import { pageOfList } from './paging.ts'
import { recordCreateAccountResult } from './result-events.ts'
import { checkedTags, requestTags } from './tagging.ts'

const defaultRole = 'OrganizationAccountAccessRole'
/** Ours: AWS's quota of ten is there to be raised, and here is nobody to ask. */
export const maxAccounts = 10_000

const creation = {
  for: 'management',
  context: ({
    input,
  }: {
    readonly input: { readonly Tags?: { Key: string; Value: string }[] | undefined }
  }) => requestTags(input.Tags),
  alsoRequires: ({ input }: { readonly input: { readonly Tags?: readonly object[] | undefined } }) =>
    input.Tags?.length ? ['organizations:TagResource'] : [],
} as const

/**
 * The request is kept first, and answered as it is kept: in progress. What it asks for is made at once, step by step;
 * each step may be done again, so a request that was interrupted goes on when somebody asks what became of it.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export const CreateAccount = inOrganization('CreateAccount', {
  ...creation,
  check: ({ input }) => {
    if (input.RoleName?.startsWith(serviceRolePrefix)) throw invalidInput('INVALID_ROLE_NAME')
    checkedTags(input.Tags)
  },
  handle: async call => {
    const { input, organization, store, vault, now } = call
    const request: CreateAccountRequestRow = {
      requestId: newOrganizationIds.createAccountRequest(vault.randomBytes),
      accountName: input.AccountName,
      email: input.Email,
      roleName: input.RoleName ?? defaultRole,
      tags: checkedTags(input.Tags),
      state: 'IN_PROGRESS',
      accountId: await newAccountId(store, vault),
      requestedAt: now,
    }
    await store.write(organization.organizationId, async rows => {
      if ((await rows.count(members)) >= maxAccounts) throw constraint('ACCOUNT_NUMBER_LIMIT_EXCEEDED')
      await rows.insert(createAccountRequests, request)
    })
    await carryOut(call, request)
    return { CreateAccountStatus: shownRequest(request) }
  },
})

/**
 * "You can only create accounts … if the management account has an associated GovCloud account": none here has.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateGovCloudAccount.html
 */
export const CreateGovCloudAccount = inOrganization('CreateGovCloudAccount', {
  ...creation,
  handle: async () => {
    throw constraint('MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED')
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeCreateAccountStatus.html */
export const DescribeCreateAccountStatus = inOrganization('DescribeCreateAccountStatus', {
  for: 'readers',
  handle: async call => {
    const { input, organization, store } = call
    const request = await store.read(organization.organizationId, rows =>
      rows.get(createAccountRequests, input.CreateAccountRequestId),
    )
    if (!request) throw refusal('CreateAccountStatusNotFoundException')
    return { CreateAccountStatus: shownRequest(await settled(call, request)) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListCreateAccountStatus.html */
export const ListCreateAccountStatus = inOrganization('ListCreateAccountStatus', {
  for: 'readers',
  handle: async call => {
    const { input, organization, store } = call
    const kept = await store.read(organization.organizationId, rows =>
      rows.list(createAccountRequests, { index: 'byTime' }),
    )
    const all: CreateAccountRequestRow[] = []
    for (const request of kept) all.push(await settled(call, request))
    const states = input.States ?? []
    const wanted = states.length === 0 ? all : all.filter(({ state }) => states.includes(state))
    const { items, next } = pageOfList(`create-account ${states.join()}`, input, wanted)
    return { CreateAccountStatuses: items.map(shownRequest), ...next }
  },
})

interface Carrying {
  readonly store: Store
  readonly vault: Vault
  readonly now: number
  readonly organization: OrganizationRow
}

/** Long enough that whoever began it is not at it any more. */
const interruptedMs = 60_000

async function settled(call: Carrying, request: CreateAccountRequestRow): Promise<CreateAccountRequestRow> {
  const isInterrupted = request.state === 'IN_PROGRESS' && request.requestedAt < call.now - interruptedMs
  return isInterrupted ? carryOut(call, request) : request
}

async function carryOut(call: Carrying, request: CreateAccountRequestRow): Promise<CreateAccountRequestRow> {
  const { store, organization, now } = call
  const { accountId, accountName: name, email, roleName } = request
  const { organizationId, managementAccount } = organization
  if (!(await claimEmail(store, email, accountId))) {
    return finish(call, { ...request, state: 'FAILED', failureReason: 'EMAIL_ALREADY_EXISTS' })
  }
  await makeAccount(call, { accountId, name, email })
  await claimAccount(store, accountId, organizationId, now)
  await makeAccessRole(call, { accountId, roleName, managementAccount })
  if (organization.featureSet === 'ALL') await makeServiceRole(call, accountId)
  return finish(call, { ...request, state: 'SUCCEEDED' })
}

/** The account is a member in the same moment in which the request succeeded. */
async function finish(call: Carrying, request: CreateAccountRequestRow): Promise<CreateAccountRequestRow> {
  const { store, organization, now } = call
  const done = { ...request, completedAt: now }
  await store.write(organization.organizationId, async rows => {
    const current = await rows.get(organizations, 'organization')
    if (!current) throw refusal('AWSOrganizationsNotInUseException')
    if (request.state === 'SUCCEEDED' && !(await rows.get(members, request.accountId))) {
      await rows.insert(members, {
        accountId: request.accountId,
        parentId: current.rootId,
        name: request.accountName,
        email: request.email,
        status: 'ACTIVE',
        joinedMethod: 'CREATED',
        joinedAt: now,
        tags: request.tags,
      })
      await attachFullAccess(rows, current, request.accountId, now)
    }
    await rows.put(createAccountRequests, done)
  })
  await recordCreateAccountResult(call, done)
  return done
}

/** Twelve digits that no account has. */
async function newAccountId(store: Store, vault: Vault): Promise<AccountId> {
  const bytes = Buffer.from(vault.randomBytes(6))
  const id = asAccountId(String(100_000_000_000 + (bytes.readUIntBE(0, 6) % 900_000_000_000)))
  const taken = await store.read(directory, rows => rows.get(accounts, id))
  return taken ? newAccountId(store, vault) : id
}
