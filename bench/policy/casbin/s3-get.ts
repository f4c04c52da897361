import { s3Get } from '../s3-get.ts'
import { type CasbinRule, casbin } from './engine.ts'

/** The same ten times ten statements as one would write them for Casbin. */
const rules = Array.from({ length: 10 }, (_, p) => Array.from({ length: 10 }, (_, s) => rule(p, s))).flat(2)

function rule(p: number, s: number): CasbinRule[] {
  const bucket = `arn:aws:s3:::team-${p}-data-${s}`
  const forms: readonly CasbinRule[] = [
    { effect: 'allow', actions: ['s3:Get*', 's3:List*'], resource: `${bucket}/*`, rule: 'true' },
    {
      effect: 'allow',
      actions: ['s3:GetObject'],
      resource: `${bucket}/home/*`,
      rule: `like(r.obj, "${bucket}/home/" + r.ctx["aws:username"] + "/*")`,
    },
    {
      effect: 'allow',
      actions: ['s3:*Object'],
      resource: `${bucket}/shared/*`,
      rule: `r.ctx["aws:PrincipalTag/team"] == "team-${p}" || r.ctx["aws:PrincipalTag/team"] == "operations"`,
    },
    {
      effect: 'allow',
      actions: ['s3:GetObject*'],
      resource: 'arn:aws:s3:::*-public/*.html',
      rule: `ipMatch(r.ctx["aws:SourceIp"], "10.${p}.0.0/16")`,
    },
    {
      effect: 'deny',
      actions: ['s3:*'],
      resource: `${bucket}/secret/*`,
      rule: `!(like(r.ctx["aws:userid"], "AIDA${p}*") || like(r.ctx["aws:userid"], "AROAADMIN*"))`,
    },
    {
      effect: 'allow',
      actions: ['s3:GetObject', 's3:PutObject'],
      resource: `${bucket}/*/logs/*`,
      rule: 'r.ctx["aws:SecureTransport"] == "true" && like(r.ctx["aws:UserAgent"], "*aws-sdk*")',
    },
    { effect: 'deny', actions: ['s3:Delete*'], resource: '*', rule: 'true' },
    {
      effect: 'allow',
      actions: ['s3:GetObject'],
      resource: `${bucket}/reports/20??/*.pdf`,
      rule: 'r.ctx["aws:CurrentTime"] < "2030-01-01T00:00:00Z"',
    },
    {
      effect: 'allow',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resource: `${bucket}/inbox/*`,
      rule: 'true',
    },
    {
      effect: 'deny',
      actions: ['s3:GetObject'],
      resource: '*',
      rule: 'r.ctx["aws:SecureTransport"] == "false"',
    },
  ]
  return forms.slice(s, s + 1)
}

export const casbinS3Get = () => casbin(s3Get, rules)
