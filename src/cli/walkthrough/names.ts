import { accountId } from '../../identity/account-id.ts'
import { arn, partition } from '../../identity/arn.ts'
import type { Stage } from './step.ts'

/** The names of the walkthrough's things, this run's suffix added. */
export function namesOf({ suffix, trusted, trusting }: Pick<Stage, 'suffix' | 'trusted' | 'trusting'>) {
  const role = `CrossAccountRole-${suffix}`
  const policy = `AssumeCrossAccountRole-${suffix}`
  return {
    role,
    roleArn: arn.role(accountId(trusting.account), '/', role),
    policy,
    policyArn: arn.policy(accountId(trusted.account), '/', policy),
    user: `TrustedUser-${suffix}`,
    otherUser: `OtherUser-${suffix}`,
    session: `walkthrough-${suffix}`,
    externalId: `external-${suffix}`,
    administratorAccess: `arn:${partition}:iam::aws:policy/AdministratorAccess`,
  }
}

/** What the role trusts: the other account, as the console writes it (W3). */
export function trustPolicy(account: string, condition: object = {}): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: arn.root(accountId(account)) },
        Action: 'sts:AssumeRole',
        Condition: condition,
      },
    ],
  })
}

/** The one statement of W6. */
export function assumePolicy(roleArn: string): string {
  const statement = { Sid: 'VisualEditor0', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}
