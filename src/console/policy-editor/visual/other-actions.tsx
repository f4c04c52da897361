import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { chooseActions } from '../model/action-choice.ts'

/** Patterns, and names that are in no list: written by hand. */
export function OtherActions(props: {
  readonly service: string
  readonly actions: readonly string[]
  readonly others: readonly string[]
  readonly readOnly: boolean
  readonly onActions: (actions: readonly string[]) => void
}) {
  const { service, actions, others, readOnly, onActions } = props
  const [isAdding, setIsAdding] = useState(false)
  const [written, setWritten] = useState('')
  const add = () => {
    const name = nameIn(written, service)
    if (!/^[^:\s]+$/.test(name)) return
    onActions(chooseActions(service, actions, [name], true))
    setWritten('')
    setIsAdding(false)
  }
  return (
    <SpaceBetween size="xs">
      {others.length > 0 && (
        <div>
          <Box variant="awsui-key-label">{words.manualActions}</Box>
          <TokenGroup
            readOnly={readOnly}
            items={others.map(action => ({ label: action, dismissLabel: words.removeAction(action) }))}
            onDismiss={({ detail }) =>
              onActions(actions.filter(action => action !== others[detail.itemIndex]))
            }
          />
        </div>
      )}
      {!readOnly && !isAdding && (
        <Button formAction="none" variant="inline-link" onClick={() => setIsAdding(true)}>
          {words.addAction}
        </Button>
      )}
      {isAdding && (
        <FormField
          label={words.addAction}
          constraintText={words.addActionHint}
          errorText={/[:\s]/.test(nameIn(written, service)) ? words.actionNameFault : undefined}
          secondaryControl={
            <Button formAction="none" onClick={add}>
              {words.add}
            </Button>
          }
        >
          <Input
            value={written}
            autoFocus
            onChange={({ detail }) => setWritten(detail.value)}
            onKeyDown={event => {
              if (event.detail.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
        </FormField>
      )}
    </SpaceBetween>
  )
}

/** With or without the service's prefix before it. */
function nameIn(written: string, service: string): string {
  const name = written.trim()
  return name.toLowerCase().startsWith(`${service}:`) ? name.slice(service.length + 1) : name
}
