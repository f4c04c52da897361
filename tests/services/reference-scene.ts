import {
  AssociateDelegationRequestCommand,
  CreateAccessKeyCommand,
  CreateDelegationRequestCommand,
  CreateGroupCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  type IAMClient,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { accountId } from '../../src/identity/account-id.ts'
import type { Bearer, Caller } from '../../src/identity/caller.ts'
import { makeCertificate } from '../behaviour/support/certificates.ts'
import { samlMetadata } from '../behaviour/support/saml-metadata.ts'

/** One thing of every kind, with a tag and a boundary where it can have one, each called Sample. */
export interface ReferenceScene {
  readonly caller: Caller
  readonly bearer: Bearer
  /** What operations are asked with: by the name of the member. */
  readonly membersOf: (service: string, operation: string) => Readonly<Record<string, unknown>>
}

const name = 'Sample'
const path = '/team/'
const tags = [{ Key: 'team', Value: 'a' }]
const allowAll = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'

/** A bucket with an object of one tag in it, and every header that policies may ask for. */
const s3Members = {
  Bucket: 'sample-bucket',
  Key: name,
  ACL: 'private',
  CopySource: `sample-bucket/${name}`,
  CreateBucketConfiguration: { LocationConstraint: 'eu-west-1', Tags: tags },
  BucketNamespace: 'global',
  Delete: { Objects: [{ Key: name }] },
  Delimiter: '/',
  ...Object.fromEntries(
    ['FullControl', 'Read', 'ReadACP', 'Write', 'WriteACP'].map(grant => [`Grant${grant}`, 'id=1']),
  ),
  IfMatch: '*',
  IfNoneMatch: '*',
  LegalHold: { Status: 'ON' },
  MaxKeys: 10,
  MetadataDirective: 'REPLACE',
  ObjectLockLegalHoldStatus: 'ON',
  ObjectLockMode: 'GOVERNANCE',
  ObjectLockRetainUntilDate: new Date(),
  ObjectOwnership: 'BucketOwnerEnforced',
  Prefix: 'a',
  Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date() },
  ServerSideEncryption: 'aws:kms',
  SSECustomerAlgorithm: 'AES256',
  SSEKMSKeyId: 'key',
  StorageClass: 'STANDARD_IA',
  TaggingDirective: 'REPLACE',
  WebsiteRedirectLocation: '/',
}

async function makeBucket(s3: S3Client): Promise<void> {
  const { Bucket, Key } = s3Members
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key, Tagging: 'team=a', Body: '' }))
}

export async function makeReferenceScene(
  iam: IAMClient,
  s3: S3Client,
  account: string,
): Promise<ReferenceScene> {
  await makeBucket(s3)
  const ids = await makeEntities(iam, account)
  const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`
  const user = arn(`user${path}${name}`)
  const byName = [
    'UserName',
    'GroupName',
    'RoleName',
    'PolicyName',
    'InstanceProfileName',
    'Name',
    'VirtualMFADeviceName',
  ]
  return {
    caller: {
      kind: 'user',
      account: accountId(account),
      arn: user,
      userId: 'AIDAEXAMPLEEXAMPLE000',
      accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
      userName: name,
      tags: {},
    },
    bearer: bearerOf(account),
    membersOf: (service, operation) =>
      service === 's3'
        ? { ...s3Members, Tagging: operation.endsWith('Tagging') ? { TagSet: tags } : 'team=a' }
        : {
            ...Object.fromEntries(byName.map(member => [member, name])),
            ...ids,
            ServerCertificateName: name,
            Path: path,
            PathPrefix: path,
            PolicyArn: arn(`policy${path}${name}`),
            PermissionsBoundary: arn(`policy${path}${name}`),
            RoleArn: arn(`role${path}${name}`),
            PrincipalArn: arn(`saml-provider/${name}`),
            Arn: user,
            PolicySourceArn: user,
            SerialNumber: arn(`mfa${path}${name}`),
            Url: 'https://new.example.com',
            AWSServiceName: 'elasticbeanstalk.amazonaws.com',
            DeletionTaskId: `task/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway/${name}`,
            ServiceName: 'codecommit.amazonaws.com',
            CredentialAgeDays: 30,
            Tags: tags,
            TagKeys: ['team'],
            TransitiveTagKeys: ['team'],
            OrganizationsPolicyId: 'p-examplepolicy',
            Properties: { 'role-manager/Enabled': 'true' },
            RoleSessionName: name,
            ExternalId: name,
            SourceIdentity: name,
            Audience: ['https://example.com'],
            SigningAlgorithm: 'RS256',
            DurationSeconds: 900,
            TargetPrincipal: account,
            EntityArn: arn(`delegation-request/${ids.DelegationRequestId}`),
            NotificationChannel: `arn:aws:sns:us-east-1:${account}:${name}`,
            Permissions: { PolicyTemplateArn: arn(`policy${path}${name}`) },
            SessionDuration: 3600,
            OwnerAccountId: account,
            OwnerId: user,
            TemplateArn: 'arn:aws:iam::aws:role-template/iam.amazonaws.com/PowerUserRoleTemplate:1',
            TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' },
          },
  }
}

async function makeEntities(iam: IAMClient, account: string) {
  const PermissionsBoundary = `arn:aws:iam::${account}:policy${path}${name}`
  const common = { Path: path, Tags: tags }
  await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: allowAll, ...common }))
  await iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary, ...common }))
  const trust =
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}'
  const role = { RoleName: name, AssumeRolePolicyDocument: trust, PermissionsBoundary, ...common }
  await iam.send(new CreateRoleCommand(role))
  await iam.send(new CreateGroupCommand({ GroupName: name, Path: path }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name, ...common }))
  await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name, ...common }))
  const { pem, privateKey } = makeCertificate({ kind: 'rsa' })
  const certificate = { CertificateBody: pem, PrivateKey: privateKey }
  await iam.send(
    new UploadServerCertificateCommand({ ServerCertificateName: name, ...certificate, ...common }),
  )
  const { SAMLProviderArn } = await iam.send(
    new CreateSAMLProviderCommand({ Name: name, SAMLMetadataDocument: samlMetadata(), Tags: tags }),
  )
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: 'https://idp.example.com',
      ThumbprintList: ['0'.repeat(40)],
      Tags: tags,
    }),
  )
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }))
  const { ServiceSpecificCredential } = await iam.send(
    new CreateServiceSpecificCredentialCommand({ UserName: name, ServiceName: 'codecommit.amazonaws.com' }),
  )
  return {
    SAMLProviderArn,
    OpenIDConnectProviderArn,
    AccessKeyId: AccessKey?.AccessKeyId,
    ServiceSpecificCredentialId: ServiceSpecificCredential?.ServiceSpecificCredentialId,
    DelegationRequestId: await makeDelegationRequest(iam, account),
  }
}

/** It has an owner: who is also asked, and asks. */
async function makeDelegationRequest(iam: IAMClient, account: string): Promise<string | undefined> {
  const { DelegationRequestId } = await iam.send(
    new CreateDelegationRequestCommand({
      Description: name,
      RequestorWorkflowId: name,
      Permissions: { PolicyTemplateArn: `arn:aws:iam::${account}:policy${path}${name}` },
      NotificationChannel: `arn:aws:sns:us-east-1:${account}:${name}`,
      SessionDuration: 3600,
    }),
  )
  await iam.send(new AssociateDelegationRequestCommand({ DelegationRequestId }))
  return DelegationRequestId
}

function bearerOf(account: string): Bearer {
  return {
    kind: 'bearer',
    proof: 'assertion',
    account: accountId(account),
    provider: `arn:aws:iam::${account}:saml-provider/${name}`,
    subject: name,
    userId: name,
    claims: {},
    sessionClaims: {},
    tags,
    transitiveTagKeys: ['team'],
    sourceIdentity: name,
    sessionName: name,
    subjectType: 'persistent',
    issuer: 'https://idp.example.com/saml',
    recipient: 'https://signin.example.com/saml',
    nameQualifier: name,
  }
}
