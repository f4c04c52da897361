import type { Answer } from '../authorize/question.ts'
import type { Caller } from '../identity/caller.ts'
import type { Decision } from '../policy/decision.ts'
import { denialSuffix } from '../policy/index.ts'
import { commonError } from '../wire/errors.ts'

/**
 * A denial in AWS's words. Across accounts the caller learns what their own account's policies lacked; of the
 * other account only that its resource policy did not allow: the same words whether the role refuses or is not there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial(caller: Caller, { action, resource, decision }: Answer) {
  const shown = resource.shownAs ?? resource.arn
  const suffix = foreignRefusal(decision)
    ? ` because no resource-based policy allows the ${action} action`
    : denialSuffix(decision, action)
  return commonError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${shown}${suffix}`,
  )
}

function foreignRefusal({ crossAccount, because }: Decision): boolean {
  const [first] = because
  return crossAccount && first !== undefined && 'side' in first && first.side === 'trusting'
}
