import { assumeRole } from '../assume-role.ts'
import { type CasbinRule, casbin } from './engine.ts'

const role = 'arn:aws:iam::222222222222:role/partners/Auditor'
const fromAccount = 'r.ctx["aws:PrincipalAccount"] == "111111111111"'

/**
 * The same policies as one would write them for Casbin, which has no layers: what each layer must allow is
 * denied unless it does, and layers that allow everything are not written at all.
 */
const rules: readonly CasbinRule[] = [
  // Identity policies
  {
    effect: 'allow',
    actions: ['sts:AssumeRole'],
    resource: 'arn:aws:iam::222222222222:role/partners/*',
    rule: 'r.ctx["aws:username"] == "olga"',
  },
  {
    effect: 'allow',
    actions: ['sts:TagSession', 'sts:SetSourceIdentity'],
    resource: '*',
    rule: 'r.ctx["aws:username"] == "olga"',
  },
  {
    effect: 'deny',
    actions: ['*'],
    resource: '*',
    rule: '!ipMatch(r.ctx["aws:SourceIp"], "192.0.2.0/24") && !ipMatch(r.ctx["aws:SourceIp"], "203.0.113.0/24")',
  },
  {
    effect: 'allow',
    actions: ['s3:Get*', 's3:List*'],
    resource: 'arn:aws:s3:::shared-*',
    rule: 'r.ctx["aws:username"] == "olga"',
  },
  {
    effect: 'allow',
    actions: ['iam:*AccessKey*'],
    resource: 'arn:aws:iam::*:user/*',
    rule: 'like(r.obj, "arn:aws:iam::*:user/" + r.ctx["aws:username"])',
  },
  { effect: 'deny', actions: ['organizations:*'], resource: '*', rule: 'true' },
  // Trust policy
  {
    effect: 'deny',
    actions: ['sts:AssumeRole'],
    resource: role,
    rule: `!(${[
      fromAccount,
      'r.ctx["sts:ExternalId"] == "b7c1-44d0"',
      'r.ctx["aws:PrincipalOrgID"] == "o-a1b2c3d4e5"',
      'like(r.ctx["sts:RoleSessionName"], r.ctx["aws:username"] + "-*")',
      'like(r.ctx["aws:PrincipalArn"], "arn:aws:iam::111111111111:user/*")',
    ].join(' && ')})`,
  },
  {
    effect: 'deny',
    actions: ['sts:*'],
    resource: role,
    rule: 'ipMatch(r.ctx["aws:SourceIp"], "198.51.100.0/24")',
  },
  // Service control policies
  {
    effect: 'deny',
    actions: ['*'],
    resource: '*',
    rule: `${fromAccount} && !(like(r.act, "iam:*") || like(r.act, "sts:*") || like(r.act, "organizations:*")) && !(r.ctx["aws:RequestedRegion"] == "eu-west-1" || r.ctx["aws:RequestedRegion"] == "us-east-1")`,
  },
  { effect: 'deny', actions: ['organizations:LeaveOrganization'], resource: '*', rule: fromAccount },
  // Resource control policy
  {
    effect: 'deny',
    actions: ['sts:AssumeRole'],
    resource: 'arn:aws:iam::222222222222:*',
    rule: 'r.ctx["aws:PrincipalOrgID"] != "o-a1b2c3d4e5" && r.ctx["aws:PrincipalIsAWSService"] == "false"',
  },
]

export const casbinAssumeRole = () => casbin(assumeRole, rules)
