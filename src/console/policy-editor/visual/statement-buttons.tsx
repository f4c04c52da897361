import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { duplicateStatement, removeStatement } from '../model/edit.ts'
import type { EditorKind } from '../model/kind.ts'
import type { Edit } from './use-document.ts'

export interface StatementButtonsProps {
  readonly kind: EditorKind
  readonly index: number
  readonly readOnly: boolean
  readonly edit: Edit
  /** The panels behind it move up, or down. */
  readonly onRemoved: (index: number) => void
  readonly onCopied: (index: number) => void
}

export function StatementButtons({ index, readOnly, edit, onRemoved, onCopied }: StatementButtonsProps) {
  if (readOnly) return null
  const duplicate = () => {
    onCopied(index)
    edit(text => duplicateStatement(text, index))
  }
  const remove = () => {
    onRemoved(index)
    edit(text => removeStatement(text, index))
  }
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button formAction="none" ariaLabel={words.duplicateLabel(index + 1)} onClick={duplicate}>
        {words.duplicate}
      </Button>
      <Button formAction="none" ariaLabel={words.removeLabel(index + 1)} onClick={remove}>
        {words.remove}
      </Button>
    </SpaceBetween>
  )
}
