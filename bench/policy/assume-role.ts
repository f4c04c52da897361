import type { AuthorizationRequest, PolicyLayers, SourcedPolicy } from '../../src/policy/index.ts'
import { inTurn, received, type Scenario } from './scenario.ts'
import { sourced } from './sourced.ts'

const fullAccess = { Effect: 'Allow', Action: '*', Resource: '*' }

/** A user of one account assumes a role of another: every kind of layer but boundary and session has its say. */
const layers: PolicyLayers = {
  identity: sourced('identity', [
    [
      {
        Sid: 'Assume',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: 'arn:aws:iam::222222222222:role/partners/*',
      },
      {
        Sid: 'Sessions',
        Effect: 'Allow',
        Action: ['sts:TagSession', 'sts:SetSourceIdentity'],
        Resource: '*',
      },
      {
        Sid: 'OfficeOnly',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '203.0.113.0/24'] } },
      },
    ],
    [
      { Sid: 'Read', Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: 'arn:aws:s3:::shared-*' },
      {
        Sid: 'Self',
        Effect: 'Allow',
        Action: 'iam:*AccessKey*',
        Resource: `arn:aws:iam::*:user/\${aws:username}`,
      },
      { Sid: 'NoOrganizations', Effect: 'Deny', Action: 'organizations:*', Resource: '*' },
    ],
  ]),
  resource: trustPolicy(),
  resourcePolicyMustAllow: true,
  serviceControl: [
    { level: 'r-1', policies: sourced('service-control', [[fullAccess]]) },
    {
      level: 'ou-1',
      policies: sourced('service-control', [
        [
          fullAccess,
          {
            Sid: 'Regions',
            Effect: 'Deny',
            NotAction: ['iam:*', 'sts:*', 'organizations:*'],
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
          },
        ],
      ]),
    },
    {
      level: '111111111111',
      policies: sourced('service-control', [
        [
          fullAccess,
          { Sid: 'NoLeave', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' },
        ],
      ]),
    },
  ],
  resourceControl: [
    {
      level: 'r-1',
      policies: sourced('resource-control', [
        [
          { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
          {
            Sid: 'OrganizationOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Resource: '*',
            Condition: {
              StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
              BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
        ],
      ]),
    },
  ],
}

function trustPolicy(): SourcedPolicy {
  const [policy] = sourced('trust', [
    [
      {
        Sid: 'Partner',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111111111111:root' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'sts:ExternalId': 'b7c1-44d0', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          StringLike: { 'sts:RoleSessionName': `\${aws:username}-*` },
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/*' },
        },
      },
      {
        Sid: 'NotFromThere',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sts:*',
        Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
      },
    ],
  ])
  if (policy === undefined) throw new Error('no trust policy')
  return policy
}

const caller = received({
  accountId: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/olga',
  userId: 'AIDAOLGAOLGAOLGAOLGA1',
  userName: 'olga',
  userAgent: 'aws-cli/2.31',
  team: 'audit',
})

const target = received({
  accountId: '222222222222',
  roleArn: 'arn:aws:iam::222222222222:role/partners/Auditor',
  region: 'us-east-1',
})

interface Call {
  readonly sourceIp: string
  readonly sessionName: string
  readonly externalId: string
  readonly organizationId: string
}

const sourceIps = ['192.0.2.17', '203.0.113.9', '192.0.2.200', '203.0.113.250']
const sessionNames = ['olga-1', 'olga-build', 'olga-7f3a', 'olga-deploy']

/** What is wrong with every sixteenth call. */
const faults: readonly Partial<Call>[] = [
  { externalId: 'b7c1-44d1' },
  { sourceIp: '198.51.100.7' },
  { organizationId: 'o-z9y8x7w6v5' },
  { sessionName: 'oleg-1' },
]

const calls: readonly Call[] = Array.from({ length: 16 * faults.length }, (_, number) =>
  received({
    sourceIp: inTurn(sourceIps, number),
    sessionName: inTurn(sessionNames, Math.floor(number / sourceIps.length)),
    externalId: 'b7c1-44d0',
    organizationId: 'o-a1b2c3d4e5',
    ...(number % 16 === 15 ? inTurn(faults, Math.floor(number / 16)) : {}),
  }),
)

function request(number: number): AuthorizationRequest {
  const { sourceIp, sessionName, externalId, organizationId } = inTurn(calls, number)
  return {
    principal: { kind: 'user', accountId: caller.accountId, arn: caller.arn, userId: caller.userId },
    action: 'sts:AssumeRole',
    resource: target.roleArn,
    resourceAccountId: target.accountId,
    context: {
      'aws:CurrentTime': '2026-11-24T08:00:00Z',
      'aws:EpochTime': '1795507200',
      'aws:PrincipalAccount': caller.accountId,
      'aws:PrincipalArn': caller.arn,
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalOrgID': organizationId,
      'aws:PrincipalTag/team': caller.team,
      'aws:PrincipalType': 'User',
      'aws:RequestedRegion': target.region,
      'aws:ResourceAccount': target.accountId,
      'aws:SecureTransport': 'true',
      'aws:SourceIp': sourceIp,
      'aws:UserAgent': caller.userAgent,
      'aws:userid': caller.userId,
      'aws:username': caller.userName,
      'sts:ExternalId': externalId,
      'sts:RoleSessionName': sessionName,
    },
  }
}

export const assumeRole: Scenario = { name: 'assume-role', layers, request, cycle: calls.length }
