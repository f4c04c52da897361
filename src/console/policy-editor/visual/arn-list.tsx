import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { policyEditor as words } from '../../words/policy-editor.ts'

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
            <SpaceBetween size="xxs" direction="horizontal">
              <Button
                formAction="none"
                variant="icon"
                iconName="edit"
                ariaLabel={words.editArn(arn)}
                onClick={() => onEdit(arn)}
              />
              <Button
                formAction="none"
                variant="icon"
                iconName="remove"
                ariaLabel={words.removeArn(arn)}
                onClick={() => onRemove(arn)}
              />
            </SpaceBetween>
          )}
        </li>
      ))}
    </ul>
  )
}
