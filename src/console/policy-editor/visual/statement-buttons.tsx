import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { duplicateStatement, removeStatement } from '../model/edit.ts'
import type { EditorKind } from '../model/kind.ts'

export interface StatementButtonsProps {
  readonly text: string
  readonly kind: EditorKind
  readonly index: number
  readonly readOnly: boolean
  readonly onChange: (text: string) => void
  readonly onRemoved: (index: number) => void
  readonly onCopied: (index: number) => void
}

export function StatementButtons({
  text,
  index,
  readOnly,
  onChange,
  onRemoved,
  onCopied,
}: StatementButtonsProps) {
  if (readOnly) return null
  const duplicate = () => {
    onCopied(index)
    onChange(duplicateStatement(text, index))
  }
  const remove = () => {
    onRemoved(index)
    onChange(removeStatement(text, index))
  }
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button ariaLabel={words.duplicateLabel(index + 1)} onClick={duplicate}>
        {words.duplicate}
      </Button>
      <Button ariaLabel={words.removeLabel(index + 1)} onClick={remove}>
        {words.remove}
      </Button>
    </SpaceBetween>
  )
}
