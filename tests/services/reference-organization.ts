import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  InviteAccountToOrganizationCommand,
  InviteOrganizationToTransferResponsibilityCommand,
  ListInboundResponsibilityTransfersCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations'

/** One thing of every kind in an organization, and what its operations are asked with. */
export async function makeReferenceOrganization(
  client: OrganizationsClient,
  other: string,
): Promise<Readonly<Record<string, unknown>>> {
  await client.send(new CreateOrganizationCommand({}))
  const { Roots } = await client.send(new ListRootsCommand({}))
  const RootId = Roots?.[0]?.Id ?? ''
  const { OrganizationalUnit } = await client.send(
    new CreateOrganizationalUnitCommand({ ParentId: RootId, Name: 'Sample' }),
  )
  const { CreateAccountStatus } = await client.send(
    new CreateAccountCommand({ Email: 'sample@accounts.example', AccountName: 'Sample' }),
  )
  const { CreateAccountStatus: made } = await client.send(
    new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
  )
  const Content =
    '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}}'
  const Type = 'SERVICE_CONTROL_POLICY'
  const { Policy } = await client.send(
    new CreatePolicyCommand({ Type, Name: 'Sample', Description: '', Content }),
  )
  const Target = { Type: 'ACCOUNT', Id: other } as const
  const { Handshake } = await client.send(new InviteAccountToOrganizationCommand({ Target }))
  const StartTimestamp = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 0, 1))
  await client.send(
    new InviteOrganizationToTransferResponsibilityCommand({
      Type: 'BILLING',
      Target,
      StartTimestamp,
      SourceName: 'Sample',
    }),
  )
  const { ResponsibilityTransfers } = await client.send(
    new ListInboundResponsibilityTransfersCommand({ Type: 'BILLING' }),
  )
  const OrganizationalUnitId = OrganizationalUnit?.Id
  return {
    Target,
    RootId,
    OrganizationalUnitId,
    ParentId: OrganizationalUnitId,
    ChildId: OrganizationalUnitId,
    SourceParentId: RootId,
    DestinationParentId: OrganizationalUnitId,
    AccountId: made?.AccountId,
    TargetId: made?.AccountId,
    ResourceId: Policy?.PolicySummary?.Id,
    PolicyId: Policy?.PolicySummary?.Id,
    PolicyType: Type,
    Type,
    Filter: Type,
    Content,
    HandshakeId: Handshake?.Id,
    Id: ResponsibilityTransfers?.[0]?.Id,
    ServicePrincipal: 'iam.amazonaws.com',
    StartTimestamp,
  }
}
