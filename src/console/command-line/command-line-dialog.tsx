import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import type { ComponentProps } from 'react'
import { commandLine as words } from '../words/command-line.ts'
import { common } from '../words/common.ts'
import CommandLineAccess from './command-line-access.tsx'

export default function CommandLineDialog(
  props: ComponentProps<typeof CommandLineAccess> & { readonly onDismiss: () => void },
) {
  const { onDismiss, ...access } = props
  return (
    <Modal
      visible
      size="large"
      header={words.title}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onDismiss}>
            {common.done}
          </Button>
        </Box>
      }
    >
      <CommandLineAccess {...access} />
    </Modal>
  )
}
