import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal, { type ModalProps } from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, type SubmitEvent, useId } from 'react'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { common } from '../words/common.ts'

/** A form on top of the page it changes. What it made and is seen only once takes the form's place. */
export function FormDialog(props: {
  readonly title: string
  readonly submit: string
  readonly onSubmit: () => void
  readonly isBusy: boolean
  readonly error: unknown
  readonly onDismiss: () => void
  readonly children: ReactNode
  /** In place of the form, when it is done. */
  readonly result?: ReactNode
  readonly size?: ModalProps.Size
}) {
  const { title, submit, onSubmit, isBusy, error, onDismiss, result, size = 'medium' } = props
  const formId = useId()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isBusy) onSubmit()
  }
  const closing = (
    <Button variant="primary" onClick={onDismiss}>
      {common.done}
    </Button>
  )
  const sending = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button variant="link" disabled={isBusy} onClick={onDismiss}>
        {common.cancel}
      </Button>
      <Button variant="primary" form={formId} loading={isBusy}>
        {submit}
      </Button>
    </SpaceBetween>
  )
  return (
    <Modal
      visible
      size={size}
      header={title}
      closeAriaLabel={common.close}
      onDismiss={() => isBusy || onDismiss()}
      footer={<Box float="right">{result ? closing : sending}</Box>}
    >
      {result ?? (
        <form id={formId} noValidate onSubmit={send}>
          <SpaceBetween size="l">
            {props.children}
            <FaultNotice error={error} />
          </SpaceBetween>
        </form>
      )}
    </Modal>
  )
}
