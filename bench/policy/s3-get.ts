import type { AuthorizationRequest, PolicyLayers } from '../../src/policy/index.ts'
import { inTurn, received, type Scenario } from './scenario.ts'
import { sourced } from './sourced.ts'

/** Ten policies of ten statements each, all about S3, with wildcards, variables and conditions. */
export const statements = Array.from({ length: 10 }, (_, p) =>
  Array.from({ length: 10 }, (_, s) => statement(p, s)),
)

function statement(p: number, s: number): Record<string, unknown> {
  const bucket = `arn:aws:s3:::team-${p}-data-${s}`
  const forms: readonly Record<string, unknown>[] = [
    { Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: [bucket, `${bucket}/*`] },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/home/\${aws:username}/*` },
    {
      Effect: 'Allow',
      Action: 's3:*Object',
      Resource: `${bucket}/shared/*`,
      Condition: { StringEquals: { 'aws:PrincipalTag/team': [`team-${p}`, 'operations'] } },
    },
    {
      Effect: 'Allow',
      Action: 's3:GetObject*',
      Resource: 'arn:aws:s3:::*-public/*.html',
      Condition: { IpAddress: { 'aws:SourceIp': `10.${p}.0.0/16` } },
    },
    {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: `${bucket}/secret/*`,
      Condition: { StringNotLike: { 'aws:userid': [`AIDA${p}*`, 'AROAADMIN*'] } },
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${bucket}/*/logs/*`,
      Condition: { Bool: { 'aws:SecureTransport': 'true' }, StringLike: { 'aws:UserAgent': '*aws-sdk*' } },
    },
    { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
    {
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${bucket}/reports/20??/*.pdf`,
      Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
    },
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: `${bucket}/inbox/*` },
    {
      Effect: 'Deny',
      Action: 's3:GetObject',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]
  return { Sid: `P${p}S${s}`, ...forms[s] }
}

const caller = received({
  accountId: '111111111111',
  arn: 'arn:aws:iam::111111111111:user/olga',
  userId: 'AIDAOLGAOLGAOLGAOLGA1',
  userName: 'olga',
  userAgent: 'aws-sdk-js/3.1169',
  team: 'team-5',
  sourceIp: '10.5.1.2',
})

interface Call {
  readonly resource: string
  readonly secureTransport: string
}

/** Objects that various statements grant, and one that none does. */
const resources = [
  'arn:aws:s3:::team-7-data-1/home/olga/notes.txt',
  'arn:aws:s3:::team-3-data-0/a/b/c.csv',
  'arn:aws:s3:::team-9-data-7/reports/2026/q3.pdf',
  'arn:aws:s3:::team-5-data-2/shared/plan.txt',
  'arn:aws:s3:::team-2-data-5/web/logs/2026/11/24.gz',
  'arn:aws:s3:::team-1-data-1/home/olga/2026/taxes.ods',
  'arn:aws:s3:::site-public/news/index.html',
  'arn:aws:s3:::team-5-data-3/private/x',
]

/** What is wrong with every sixteenth call. */
const faults: readonly Partial<Call>[] = [
  { secureTransport: 'false' },
  { resource: 'arn:aws:s3:::team-7-data-1/home/oleg/notes.txt' },
  { resource: 'arn:aws:s3:::team-5-data-4/secret/key.pem' },
  { resource: 'arn:aws:s3:::team-8-data-2/shared/plan.txt' },
]

const layers: PolicyLayers = { identity: sourced('identity', statements) }

const calls: readonly Call[] = Array.from({ length: 16 * faults.length }, (_, number) =>
  received({
    resource: inTurn(resources, number),
    secureTransport: 'true',
    ...(number % 16 === 14 ? inTurn(faults, Math.floor(number / 16)) : {}),
  }),
)

function request(number: number): AuthorizationRequest {
  const { resource, secureTransport } = inTurn(calls, number)
  return {
    principal: { kind: 'user', accountId: caller.accountId, arn: caller.arn, userId: caller.userId },
    action: 's3:GetObject',
    resource,
    resourceAccountId: caller.accountId,
    context: {
      'aws:CurrentTime': '2026-11-24T08:00:00Z',
      'aws:PrincipalAccount': caller.accountId,
      'aws:PrincipalArn': caller.arn,
      'aws:PrincipalTag/team': caller.team,
      'aws:SecureTransport': secureTransport,
      'aws:SourceIp': caller.sourceIp,
      'aws:UserAgent': caller.userAgent,
      'aws:userid': caller.userId,
      'aws:username': caller.userName,
    },
  }
}

export const s3Get: Scenario = { name: 's3-get-10x10', layers, request, cycle: calls.length }
