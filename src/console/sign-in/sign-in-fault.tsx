import Alert from '@cloudscape-design/components/alert'
import { apiFault } from '../api/fault.ts'
import { notice } from '../words/notice.ts'

export function SignInFault({ error }: { readonly error: unknown }) {
  if (error === null) return null
  const { code, message } = apiFault(error)
  const isUnreachable = code === 'Unreachable'
  return (
    <Alert type="error" header={isUnreachable ? notice.unreachableTitle : notice.faultTitle}>
      {isUnreachable ? notice.unreachable : message}
    </Alert>
  )
}
