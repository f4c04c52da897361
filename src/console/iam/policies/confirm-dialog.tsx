import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { UseMutationResult } from '@tanstack/react-query'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { common } from '../../words/common.ts'

/** Asks before a write, and stays open with the fault if it is refused. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly write: UseMutationResult<unknown, Error, void>
  readonly onDismiss: () => void
}) {
  const { title, text, button, write, onDismiss } = props
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button
              variant="primary"
              loading={write.isPending}
              onClick={() => write.mutate(undefined, { onSuccess: onDismiss })}
            >
              {button}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{text}</Box>
        <FaultNotice error={write.error} />
      </SpaceBetween>
    </Modal>
  )
}
