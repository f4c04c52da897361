import type { ManagedDocuments } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { parseIamArn } from '../../identity/arn.ts'
import type { SessionPolicies } from '../../identity/caller.ts'
import { parsePolicy } from '../../policy/index.ts'
import { limits } from '../../policy/limits.ts'
import type { Reader, Store } from '../../store/contract.ts'
import { policies, policyVersions } from '../../store/tables.ts'
import { commonError } from '../../wire/errors.ts'
import { stsError } from './operation.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
interface SessionPoliciesInput {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
}

const maxPolicyArns = 10

/** What can be judged of session policies without looking anything up. */
export function checkSessionPolicies(input: SessionPoliciesInput): void {
  if ((input.PolicyArns?.length ?? 0) > maxPolicyArns) {
    throw commonError('ValidationError', `A session can have at most ${maxPolicyArns} session policy ARNs.`)
  }
  if (input.Policy === undefined) return
  const result = parsePolicy(input.Policy, 'session')
  if ('faults' in result) {
    throw stsError(
      'MalformedPolicyDocumentException',
      result.faults[0]?.message ?? 'Syntax errors in policy.',
    )
  }
}

/** The session policies to seal into a session, or undefined when none were passed. */
export async function sessionPolicies(
  store: Store,
  account: AccountId,
  input: SessionPoliciesInput,
  managed: ManagedDocuments,
): Promise<SessionPolicies | undefined> {
  const managedArns = (input.PolicyArns ?? []).map(policy => policy.arn ?? '')
  if (input.Policy === undefined && managedArns.length === 0) return undefined
  let plaintext = input.Policy?.length ?? 0
  for (const arn of managedArns) {
    const text = managed.document(arn) ?? (await customerDocument(store, account, arn))
    // Whether another account has such a policy is not for the caller to learn.
    if (text === undefined) throw commonError('ValidationError', `${arn} is invalid`)
    plaintext += arn.length
  }
  if (plaintext > limits.session) {
    throw stsError(
      'PackedPolicyTooLargeException',
      `Session policies of ${plaintext} characters exceed the limit of ${limits.session}.`,
    )
  }
  return { managedArns, ...(input.Policy !== undefined && { inline: input.Policy }) }
}

async function customerDocument(store: Store, account: AccountId, arn: string): Promise<string | undefined> {
  if (parseIamArn(arn)?.accountId !== account) return undefined
  return store.read(account, rows => defaultVersion(rows, arn))
}

async function defaultVersion(rows: Reader, arn: string): Promise<string | undefined> {
  const [policy] = await rows.list(policies, { index: 'byArn', where: { arn }, limit: 1 })
  return policy && (await rows.get(policyVersions, policy.policyId, policy.defaultVersion))?.text
}
