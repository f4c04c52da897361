import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { type ApiFault, apiFault } from '../api/fault.ts'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { PermissionNotice } from './permission-notice.tsx'

/**
 * What went wrong, said where it happened; nothing while `error` is null. A denial names the missing action and can be
 * looked into. For writes: `<FaultNotice error={write.error} />` above the form's buttons.
 */
export function FaultNotice(props: {
  readonly error: unknown
  readonly title?: string
  readonly retry?: () => void
}) {
  const { error, title, retry } = props
  if (error === null || error === undefined) return null
  const fault = apiFault(error)
  if (fault.denied) return <PermissionNotice fault={fault} />
  return (
    <Alert
      type="error"
      header={fault.code === 'Unreachable' ? notice.unreachableTitle : (title ?? notice.faultTitle)}
      action={
        retry && (
          <Button formAction="none" onClick={retry}>
            {common.retry}
          </Button>
        )
      }
    >
      {textOf(fault)}
    </Alert>
  )
}

/** The API's codes tell something; those of the console's own protocol do not. */
function textOf({ code, message, requestId }: ApiFault): string {
  if (code === 'Unreachable') return notice.unreachable
  const text = /^[A-Z]/.test(code) ? `${code}: ${message}` : message
  return requestId === undefined ? text : `${text} · ${notice.requestId} ${requestId}`
}
