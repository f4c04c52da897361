import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { lazy, Suspense, useState } from 'react'
import type { ApiFault } from '../api/fault.ts'
import { useSession } from '../session/session.tsx'
import { notice } from '../words/notice.ts'

const WhyDialog = lazy(() => import('./why-dialog.tsx'))

/** In place of what the identity may not see: names the missing action, and explains the decision to who asks. */
export function PermissionNotice({ fault }: { readonly fault: ApiFault }) {
  const { inForce } = useSession()
  const [asksWhy, setAsksWhy] = useState(false)
  const { denied, requestId, message } = fault
  return (
    <Alert
      type="warning"
      header={denied ? notice.deniedTitle(denied.action) : notice.deniedTitleUnknown}
      action={
        requestId && (
          <Button formAction="none" onClick={() => setAsksWhy(true)}>
            {notice.why}
          </Button>
        )
      }
    >
      {denied ? notice.denied(inForce.arn, denied.action, denied.resource) : message} {notice.askAdmin}
      {asksWhy && requestId && (
        <Suspense fallback={null}>
          <WhyDialog requestId={requestId} message={message} onDismiss={() => setAsksWhy(false)} />
        </Suspense>
      )}
    </Alert>
  )
}
