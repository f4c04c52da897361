/**
 * What "Revoke active sessions" does: a policy of this name, put into the role, denies everything to sessions that were
 * issued before. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const revokingPolicyName = 'AWSRevokeOlderSessions'

export function revokingPolicy(before: Date): string {
  const statement = {
    Effect: 'Deny',
    Action: ['*'],
    Resource: ['*'],
    Condition: { DateLessThan: { 'aws:TokenIssueTime': before.toISOString() } },
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

/** Until when sessions were issued that the policy denies; undefined where it is not what this page puts there. */
export function revokedBefore(policy: string): Date | undefined {
  try {
    const date = new Date(JSON.parse(policy).Statement[0].Condition.DateLessThan['aws:TokenIssueTime'])
    return Number.isNaN(date.getTime()) ? undefined : date
  } catch {
    return undefined
  }
}

/**
 * Now, by the server's clock, which is what tells when sessions were issued. Its `Date` header is exact to the second;
 * where the browser's clock is within that second it says the rest, elsewhere the second's end is taken, so that no
 * session is left out.
 */
export async function serverNow(): Promise<Date> {
  const before = Date.now()
  const response = await fetch('/_crossrole/health', { cache: 'no-store' })
  const second = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(second)) return new Date(before)
  const isWithin = before >= second && before < second + 1000
  return new Date(isWithin ? before : second + 999)
}
