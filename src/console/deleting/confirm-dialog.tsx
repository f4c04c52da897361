import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { common } from '../words/common.ts'

/** Asks before something is done that could be done again otherwise; what cannot is for {@link DeleteDialog}. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly children: ReactNode
  /** On the button. */
  readonly confirm: string
  /** False while the content asks for something that is not there yet. */
  readonly isReady?: boolean
  readonly run: () => Promise<unknown>
  readonly onDone: () => void
  readonly onDismiss: () => void
}) {
  const { title, confirm, isReady = true, run, onDone, onDismiss } = props
  const [isRunning, setRunning] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = async () => {
    setRunning(true)
    setError(null)
    try {
      await run()
      onDone()
    } catch (fault) {
      setError(fault)
    } finally {
      setRunning(false)
    }
  }
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={common.close}
      onDismiss={() => isRunning || onDismiss()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={isRunning} onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button variant="primary" loading={isRunning} disabled={!isReady} onClick={() => void start()}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {props.children}
        <FaultNotice error={error} />
      </SpaceBetween>
    </Modal>
  )
}
