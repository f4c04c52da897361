import type { AuthorizationRequest, PolicyLayers } from '../../src/policy/index.ts'
import { sourced } from './sourced.ts'

const roleArn = 'arn:aws:iam::222222222222:role/partners/Auditor'
const fullAccess = { Effect: 'Allow', Action: '*', Resource: '*' }

/** A user of one account assumes a role of another: every kind of layer but boundary and session has its say. */
export const layers: PolicyLayers = {
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
        Resource: 'arn:aws:iam::*:user/${aws:username}',
      },
      { Sid: 'NoOrganizations', Effect: 'Deny', Action: 'organizations:*', Resource: '*' },
    ],
  ]),
  resource: {
    ...sourced('trust', [
      [
        {
          Sid: 'Partner',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': 'b7c1-44d0', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
            StringLike: { 'sts:RoleSessionName': '${aws:username}-*' },
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
    ])[0]!,
  },
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

const sessions = ['olga-1', 'olga-build', 'olga-7f3a', 'olga-deploy']
const sourceIps = ['192.0.2.17', '203.0.113.9', '192.0.2.200', '203.0.113.250']

/** A request of its own for every number, built from its parts as a server would. */
export function request(number: number): AuthorizationRequest {
  return {
    principal: {
      kind: 'user',
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/olga',
      userId: 'AIDAOLGAOLGAOLGAOLGA1',
    },
    action: 'sts:AssumeRole',
    resource: roleArn,
    resourceAccountId: '222222222222',
    context: {
      'aws:CurrentTime': '2026-11-24T08:00:00Z',
      'aws:EpochTime': '1795507200',
      'aws:PrincipalAccount': '111111111111',
      'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/olga',
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
      'aws:PrincipalTag/team': 'audit',
      'aws:PrincipalType': 'User',
      'aws:RequestedRegion': 'us-east-1',
      'aws:ResourceAccount': '222222222222',
      'aws:SecureTransport': 'true',
      'aws:SourceIp': sourceIps[number & 3]!,
      'aws:UserAgent': 'aws-cli/2.31',
      'aws:userid': 'AIDAOLGAOLGAOLGAOLGA1',
      'aws:username': 'olga',
      'sts:ExternalId': 'b7c1-44d0',
      'sts:RoleSessionName': sessions[(number >> 2) & 3]!,
    },
  }
}
