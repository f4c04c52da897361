import Alert from '@cloudscape-design/components/alert'
import type { PolicyKind } from '../../../policy/document.ts'
import { parsePolicy } from '../../../policy/parse.ts'
import { roles as words } from '../../words/roles.ts'

/** Why IAM would not take the policy, for who wants to go on; nothing once it would. */
export function PolicyFaults({ text, kind }: { readonly text: string; readonly kind: PolicyKind }) {
  const parsed = parsePolicy(text, kind)
  if (!('faults' in parsed)) return null
  const lines = parsed.faults.map(({ line, message }) => words.faultAtLine(line, message))
  return (
    <Alert type="error" header={words.policyFaults}>
      <ul>
        {[...new Set(lines)].map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Alert>
  )
}
