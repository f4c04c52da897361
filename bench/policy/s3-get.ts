import type { AuthorizationRequest, PolicyLayers } from '../../src/policy/index.ts'
import { sourced } from './sourced.ts'

/** Ten policies of ten statements each, all about S3, with wildcards, variables and conditions. */
export const statements: readonly (readonly Record<string, unknown>[])[] = Array.from(
  { length: 10 },
  (_, p) => Array.from({ length: 10 }, (_, s) => statement(p, s)),
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

export const layers: PolicyLayers = { identity: sourced('identity', statements) }

/** Objects that various statements grant, and one that none does. */
export const resources = [
  'arn:aws:s3:::team-7-data-1/home/olga/notes.txt',
  'arn:aws:s3:::team-3-data-0/a/b/c.csv',
  'arn:aws:s3:::team-9-data-7/reports/2026/q3.pdf',
  'arn:aws:s3:::team-5-data-2/private/x',
] as const

export function request(number: number): AuthorizationRequest {
  return {
    principal: {
      kind: 'user',
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/olga',
      userId: 'AIDAOLGAOLGAOLGAOLGA1',
    },
    action: 's3:GetObject',
    resource: resources[number & 3]!,
    resourceAccountId: '111111111111',
    context: {
      'aws:CurrentTime': '2026-11-24T08:00:00Z',
      'aws:PrincipalAccount': '111111111111',
      'aws:PrincipalArn': 'arn:aws:iam::111111111111:user/olga',
      'aws:PrincipalTag/team': 'team-5',
      'aws:SecureTransport': 'true',
      'aws:SourceIp': '10.5.1.2',
      'aws:UserAgent': 'aws-sdk-js/3.1169',
      'aws:userid': 'AIDAOLGAOLGAOLGAOLGA1',
      'aws:username': 'olga',
    },
  }
}
