import { limits, policySize } from '../../../policy/limits.ts'
import { parsePolicy } from '../../../policy/parse.ts'
import { policies as words } from '../../words/policies.ts'

/** Why IAM would not take the text as a version of a managed policy; undefined when it would. */
export function documentFault(text: string): string | undefined {
  const parsed = parsePolicy(text, 'identity', { managed: true })
  const [fault] = 'faults' in parsed ? parsed.faults : []
  if (fault !== undefined) return words.refusedDocument(fault.message, fault.line)
  return policySize(text) > limits.managed ? words.tooLarge : undefined
}
