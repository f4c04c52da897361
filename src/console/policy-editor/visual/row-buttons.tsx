import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'

/** At the end of a row: to edit, where that can be done in a form, and to remove it. */
export function RowButtons(props: {
  readonly edit: string
  readonly remove: string
  /** Absent: there is no form for what stands in the row. */
  readonly onEdit: (() => void) | undefined
  readonly onRemove: () => void
}) {
  const { edit, remove, onEdit, onRemove } = props
  return (
    <SpaceBetween size="xxs" direction="horizontal">
      {onEdit !== undefined && (
        <Button formAction="none" variant="icon" iconName="edit" ariaLabel={edit} onClick={onEdit} />
      )}
      <Button formAction="none" variant="icon" iconName="remove" ariaLabel={remove} onClick={onRemove} />
    </SpaceBetween>
  )
}
