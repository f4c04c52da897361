import type { Answer } from '../authorize/question.ts'
import { seenFrom } from '../authorize/sides.ts'
import type { Requester } from '../identity/caller.ts'
import { denialSuffix } from '../policy/index.ts'
import { commonError } from '../wire/errors.ts'

/**
 * A denial in AWS's words, as the caller's side may know it: across accounts the words are the same whether the
 * other account's resource refuses or is not there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(caller: Requester, { action, resource, decision }: Answer) {
  // Nothing of policies or resources: who bears a token is no one of this account yet.
  if (caller.kind === 'bearer') return commonError('AccessDenied', `Not authorized to perform ${action}`)
  // S3 explains itself within one account, and says nothing more to others.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#access-denied-message-examples
  if (
    caller.kind === 'anonymous' ||
    caller.kind === 'service' ||
    (decision.crossAccount && action.startsWith('s3:'))
  )
    return commonError('AccessDenied')
  const shown = resource.shownAs ?? resource.arn
  const on = shown === '' ? '' : ` on resource: ${shown}`
  const suffix = denialSuffix(seenFrom('trusted', decision), action)
  return commonError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action}${on}${suffix}`,
  )
}
