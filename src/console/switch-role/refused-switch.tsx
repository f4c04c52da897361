import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, Suspense, useState } from 'react'
import type { SwitchAnswer } from '../../server/console/protocol.ts'
import { notice } from '../words/notice.ts'
import { switchRole as words } from '../words/switch-role.ts'

const WhyDialog = lazy(() => import('../notice/why-dialog.tsx'))

/** Which side refused and why, as far as the caller may know. */
export function RefusedSwitch({
  refused,
}: {
  readonly refused: Extract<SwitchAnswer, { state: 'refused' }>
}) {
  const [asksWhy, setAsksWhy] = useState(false)
  const { side, why, code, message, requestId } = refused
  return (
    <Alert
      type="error"
      header={words.refusedTitle[side]}
      action={
        requestId && (
          <Button formAction="none" onClick={() => setAsksWhy(true)}>
            {notice.why}
          </Button>
        )
      }
    >
      <SpaceBetween size="xs">
        {why.map(line => (
          <div key={line}>{line}</div>
        ))}
        {side === 'unknown' && <div>{words.refusedAdvice}</div>}
        <Box color="inherit" fontSize="body-s">
          {code}: {message}
        </Box>
      </SpaceBetween>
      {asksWhy && (
        <Suspense fallback={null}>
          <WhyDialog requestId={requestId} message={message} onDismiss={() => setAsksWhy(false)} />
        </Suspense>
      )}
    </Alert>
  )
}
