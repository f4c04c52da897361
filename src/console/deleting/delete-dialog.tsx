import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, type SubmitEvent, useId, useState } from 'react'
import { useRead } from '../api/read.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { Readable } from '../notice/readable.tsx'
import { common } from '../words/common.ts'
import { deletingWords as words } from '../words/deleting.ts'
import { type DeletingStep, useDeletion } from './deletion.ts'

export interface DeleteDialogProps {
  /** `role`, `user`: lower case. */
  readonly kind: string
  readonly name: string
  /** Where the kind and the name do not make a good one. */
  readonly title?: string
  /** What else there is to say of it. */
  readonly children?: ReactNode
  /** What somebody has to type; the name where nothing else is said. */
  readonly confirmation?: string
  /** On the button, where it does something else than to delete. */
  readonly button?: string
  /** What would be in the way, in the order in which it has to go (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html). */
  readonly attached: () => Promise<readonly DeletingStep[]>
  /** The deletion itself. */
  readonly remove: () => Promise<unknown>
  readonly onDeleted: () => void
  readonly onDismiss: () => void
}

/**
 * Says what is attached, and after a typed confirmation removes it and the thing itself, step by step. It stops where a
 * step is refused, says why, and can be tried again: what is gone by then is not listed any more.
 */
export function DeleteDialog(props: DeleteDialogProps) {
  const { kind, name, confirmation = name, onDismiss } = props
  const attached = useRead(['attached-to', kind, name], props.attached, { isFresh: true })
  const deletion = useDeletion({
    onDone: props.onDeleted,
    // What is gone by now is not listed any more.
    onStopped: () => void attached.refetch(),
  })
  // While it is read again, the list still names what is gone.
  const isReady = attached.data !== undefined && !attached.isFetching
  const [typed, setTyped] = useState('')
  const formId = useId()
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isReady && typed === confirmation && !deletion.isRunning) {
      await deletion.run([...attached.data, { text: words.lastStep(kind, name), run: props.remove }])
      setTyped('')
    }
  }
  return (
    <Modal
      visible
      header={props.title ?? words.title(kind, name)}
      closeAriaLabel={common.close}
      onDismiss={() => deletion.isRunning || onDismiss()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={deletion.isRunning} onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button
              variant="primary"
              form={formId}
              disabled={!isReady || typed !== confirmation}
              loading={deletion.isRunning}
            >
              {props.button ?? words.delete}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={formId} onSubmit={submit}>
        <SpaceBetween size="m">
          <Alert type="warning" statusIconAriaLabel={words.warning}>
            {words.final}
          </Alert>
          {props.children}
          <Readable read={attached}>{steps => <Attached steps={steps} />}</Readable>
          {deletion.progress && (
            <ProgressBar
              value={deletion.progress.percent}
              label={words.progress}
              description={words.working(deletion.progress.step)}
            />
          )}
          <FaultNotice error={deletion.error} />
          <FormField label={words.confirm(confirmation)}>
            <Input
              value={typed}
              placeholder={confirmation}
              disabled={deletion.isRunning}
              autoComplete={false}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
        </SpaceBetween>
      </form>
    </Modal>
  )
}

function Attached({ steps }: { readonly steps: readonly DeletingStep[] }) {
  if (steps.length === 0) return <Box color="text-body-secondary">{words.nothingAttached}</Box>
  return (
    <div>
      <Box>{words.attached}</Box>
      <ol>
        {steps.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
    </div>
  )
}
