import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  CreateUserCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand as CreatePolicyOfOrganizationCommand,
  EnablePolicyTypeCommand,
  InviteAccountToOrganizationCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations'
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { samlMetadata } from '../../behaviour/support/saml-metadata.ts'
import { allow, policy, rootOf, trust } from '../../behaviour/support/scene.ts'
import type { Keys, TestServer } from '../../behaviour/support/test-server.ts'
import { s3Of } from './s3-of.ts'

/** What would run where it were taken for a page's own; it fits everywhere where text is free. */
export const hostile = '<img src=x onerror="window.struck=1">'
const description = `${hostile}"'><script>window.struck=1</script>{{7*7}}`
/** As odd as a name can be, and a path, and a tag. */
const name = 'Odd+=,.@-_name'
const path = '/<svg/onload=window.struck=1>/"\'/'
const Tags = [{ Key: 'a=b:/@', Value: '+ - = . _ : / @' }]
const bucket = 'odd.name-0'
const condition = { StringEquals: { 'aws:PrincipalTag/x': hostile } }
const document = policy(allow(['s3:GetObject'], `arn:aws:s3:::${bucket}/${hostile}`, condition))

/** An account in which everything is called what nobody should call it. */
export interface HostileAccount {
  readonly name: string
  readonly bucket: string
  readonly policyArn: string
  readonly providerArns: readonly string[]
  /** Of which it is the management account. */
  readonly organization: { readonly unitId: string; readonly policyId: string }
  /** Of a request that was refused. */
  readonly requestId: string
  readonly eventId: string
}

export async function makeHostileAccount(server: TestServer): Promise<HostileAccount> {
  const iam = server.iam(server.trusting.admin)
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: name,
      Path: '/odd+=,.@-_/',
      PolicyDocument: document,
      Description: description,
      Tags,
    }),
  )
  const policyArn = Policy?.Arn ?? ''
  await makeRoleOf(server, iam, policyArn)
  const keys = await makeUserAndGroup(iam, policyArn)
  await makeBucket(server)
  const providerArns = await makeProviders(iam)
  const organization = await makeOrganization(server)
  return { name, bucket, policyArn, providerArns, organization, ...(await refusedRequest(server, keys)) }
}

async function makeBucket(server: TestServer): Promise<void> {
  const s3 = s3Of(server, server.trusting.admin)
  const Bucket = bucket
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: Tags } }))
  const statement = allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`, condition)
  const Policy = policy({ ...statement, Principal: rootOf(server.trusted) })
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: hostile,
      Body: hostile,
      ContentType: 'text/html',
      Metadata: { odd: hostile },
    }),
  )
}

async function makeOrganization(server: TestServer): Promise<HostileAccount['organization']> {
  const organizations = server.organizations(server.trusting.admin)
  await organizations.send(new CreateOrganizationCommand({}))
  const { Roots: [root] = [] } = await organizations.send(new ListRootsCommand({}))
  const { OrganizationalUnit } = await organizations.send(
    new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: hostile, Tags }),
  )
  const Type = 'SERVICE_CONTROL_POLICY'
  await organizations.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: Type }))
  const { Policy } = await organizations.send(
    new CreatePolicyOfOrganizationCommand({
      Name: hostile,
      Description: description,
      Type,
      Content: document,
      Tags,
    }),
  )
  const Target = { Id: server.trusted.id, Type: 'ACCOUNT' as const }
  await organizations.send(new InviteAccountToOrganizationCommand({ Target, Notes: description }))
  return { unitId: OrganizationalUnit?.Id ?? '', policyId: Policy?.PolicySummary?.Id ?? '' }
}

async function makeRoleOf(server: TestServer, iam: IAMClient, policyArn: string): Promise<void> {
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: path,
      Description: description,
      AssumeRolePolicyDocument: policy(trust(rootOf(server.trusted), condition)),
      Tags,
    }),
  )
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: name, PolicyDocument: document }))
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: policyArn }))
}

async function makeUserAndGroup(iam: IAMClient, PolicyArn: string): Promise<Keys> {
  const named = { PolicyName: name, PolicyDocument: document }
  await iam.send(new CreateUserCommand({ UserName: name, Path: path, Tags, PermissionsBoundary: PolicyArn }))
  await iam.send(new PutUserPolicyCommand({ UserName: name, ...named }))
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
  await iam.send(new CreateGroupCommand({ GroupName: name, Path: path }))
  await iam.send(new PutGroupPolicyCommand({ GroupName: name, ...named }))
  await iam.send(new AttachGroupPolicyCommand({ GroupName: name, PolicyArn }))
  await iam.send(new AddUserToGroupCommand({ GroupName: name, UserName: name }))
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {}
  return { accessKeyId, secretAccessKey }
}

async function makeProviders(iam: IAMClient): Promise<string[]> {
  const oidc = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://issuer.example.com/odd',
      ClientIDList: [hostile],
      ThumbprintList: ['a'.repeat(40)],
      Tags,
    }),
  )
  const entityId = hostile.replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  const saml = await iam.send(
    new CreateSAMLProviderCommand({
      Name: 'Odd._-name',
      SAMLMetadataDocument: samlMetadata({ entityId }),
      Tags,
    }),
  )
  return [oidc.OpenIDConnectProviderArn ?? '', saml.SAMLProviderArn ?? '']
}

/** What a page about events has to show: a request that was refused, with words of its own in each of its parts. */
async function refusedRequest(server: TestServer, keys: Keys) {
  const iam = server.iam(keys)
  iam.middlewareStack.add(
    next => args => {
      const { headers } = args.request as { headers: Record<string, string> }
      headers['user-agent'] = hostile
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low' },
  )
  const refused = await iam
    .send(
      new CreateRoleCommand({ RoleName: name, Description: description, AssumeRolePolicyDocument: document }),
    )
    .catch(error => error)
  const { Events = [] } = await server
    .cloudtrail(server.trusting.admin)
    .send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: name }] }))
  const event = Events.find(({ EventName }) => EventName === 'CreateRole')
  return { requestId: String(refused.$metadata.requestId), eventId: event?.EventId ?? '' }
}
