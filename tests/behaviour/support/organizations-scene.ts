import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { answered, organizationsCallsTo, type ServiceCall } from './iam-calls.ts'
import { fresh, keysOf } from './scene.ts'
import type { Keys, TestServer } from './test-server.ts'

/** An organization whose management account is the trusted one; the trusting account stands beside it. */
export interface OrganizationScene {
  readonly id: string
  readonly rootId: string
  /** Calls of Organizations, by the admin of the management account unless other keys are given. */
  readonly call: ServiceCall
  readonly unit: (parentId: string, name?: string) => Promise<string>
  /** A new account, with keys of a session of its access role. */
  readonly account: (parentId?: string) => Promise<SceneAccount>
  readonly policy: (type: ControlType, ...statements: object[]) => Promise<string>
  readonly attach: (policyId: string, targetId: string) => Promise<void>
  /** The trusting account joins, through an invitation. */
  readonly join: () => Promise<void>
}

export interface SceneAccount {
  readonly id: string
  readonly admin: Keys
}

export type ControlType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

export async function organize(
  server: TestServer,
  { types = [] as readonly ControlType[], FeatureSet = 'ALL' } = {},
): Promise<OrganizationScene> {
  const call = organizationsCallsTo(() => server)
  const { Organization } = answered(await call('CreateOrganization', { FeatureSet }))
  const { Roots } = answered(await call('ListRoots'))
  const rootId: string = Roots[0].Id
  for (const PolicyType of types) answered(await call('EnablePolicyType', { RootId: rootId, PolicyType }))
  const account = async (parentId = rootId): Promise<SceneAccount> => {
    const name = fresh('account')
    const { CreateAccountStatus } = answered(
      await call('CreateAccount', { Email: `${name}@accounts.example`, AccountName: name }),
    )
    const request = { CreateAccountRequestId: CreateAccountStatus.Id }
    const { CreateAccountStatus: done } = answered(await call('DescribeCreateAccountStatus', request))
    const id: string = done.AccountId
    if (parentId !== rootId) {
      const move = { AccountId: id, SourceParentId: rootId, DestinationParentId: parentId }
      answered(await call('MoveAccount', move))
    }
    return { id, admin: await accessTo(server, id) }
  }
  return {
    id: Organization.Id,
    rootId,
    call,
    account,
    unit: async (ParentId, Name = fresh('unit')) =>
      answered(await call('CreateOrganizationalUnit', { ParentId, Name })).OrganizationalUnit.Id,
    policy: async (Type, ...Statement) => {
      const Content = JSON.stringify({ Version: '2012-10-17', Statement })
      const input = { Type, Name: fresh('policy'), Description: 'for a test', Content }
      return answered(await call('CreatePolicy', input)).Policy.PolicySummary.Id
    },
    attach: async (PolicyId, TargetId) => {
      answered(await call('AttachPolicy', { PolicyId, TargetId }))
    },
    join: async () => {
      const Target = { Type: 'ACCOUNT', Id: server.trusting.id }
      const { Handshake } = answered(await call('InviteAccountToOrganization', { Target }))
      answered(await call('AcceptHandshake', { HandshakeId: Handshake.Id }, server.trusting.admin))
    },
  }
}

/** As the management account reaches into an account that it made. */
export async function accessTo(server: TestServer, account: string): Promise<Keys> {
  const { Credentials } = await server.sts(server.trusted.admin).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'access',
    }),
  )
  return keysOf(Credentials)
}
