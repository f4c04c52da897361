import Modal from '@cloudscape-design/components/modal'
import { Readable } from '../../notice/readable.tsx'
import { common } from '../../words/common.ts'
import { policies as words } from '../../words/policies.ts'
import { DocumentChanges } from './document-changes.tsx'
import { useVersionText } from './policy.ts'

/** Two versions laid over each other, the older one first. */
export function CompareDialog(props: {
  readonly arn: string
  readonly ids: readonly [string, string]
  readonly onDismiss: () => void
}) {
  const { arn, ids, onDismiss } = props
  const [older, newer] = ids
  const before = useVersionText(arn, older)
  const after = useVersionText(arn, newer)
  return (
    <Modal
      visible
      size="max"
      header={words.compareTitle(older, newer)}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
    >
      <Readable read={before}>
        {old => <Readable read={after}>{now => <DocumentChanges before={old} after={now} />}</Readable>}
      </Readable>
    </Modal>
  )
}
