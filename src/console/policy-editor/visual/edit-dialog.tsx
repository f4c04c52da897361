import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { common } from '../../words/common.ts'

/** A form of its own above the editor, for one part of a statement. */
export function EditDialog(props: {
  readonly title: string
  readonly submit: string
  readonly size?: 'medium' | 'large'
  readonly onSubmit: () => void
  readonly onCancel: () => void
  readonly children: ReactNode
}) {
  const { title, submit, size = 'medium', onSubmit, onCancel, children } = props
  return (
    <Modal
      visible
      size={size}
      header={title}
      closeAriaLabel={common.close}
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button formAction="none" variant="link" onClick={onCancel}>
              {common.cancel}
            </Button>
            <Button formAction="none" variant="primary" onClick={onSubmit}>
              {submit}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">{children}</SpaceBetween>
    </Modal>
  )
}
