import Box from '@cloudscape-design/components/box'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { RowButtons } from './row-buttons.tsx'

export function ArnList(props: {
  readonly arns: readonly string[]
  readonly readOnly: boolean
  readonly onEdit: (arn: string) => void
  readonly onRemove: (arn: string) => void
}) {
  const { arns, readOnly, onEdit, onRemove } = props
  return (
    <ul className="policy-list">
      {[...new Set(arns)].map(arn => (
        <li key={arn} className="policy-row">
          <Box variant="code">{arn}</Box>
          {!readOnly && (
            <RowButtons
              edit={words.editArn(arn)}
              remove={words.removeArn(arn)}
              onEdit={() => onEdit(arn)}
              onRemove={() => onRemove(arn)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
