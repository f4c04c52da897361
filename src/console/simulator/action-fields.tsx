import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useState } from 'react'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { useService, useServices } from '../policy-editor/reference/read-reference.ts'
import { simulator as words } from '../words/simulator.ts'
import { maxActions } from './question.ts'

/** Actions of one service after another. */
export function ActionFields(props: {
  readonly actions: readonly string[]
  readonly onChange: (actions: readonly string[]) => void
  readonly isTried: boolean
}) {
  const { actions, onChange, isTried } = props
  const [prefix, setPrefix] = useState<string>()
  const services = useServices()
  const service = useService(prefix)
  const options = (services.data ?? []).map(({ prefix: value, name }) => ({
    value,
    label: name,
    labelTag: value,
  }))
  const own = (service.data?.actions ?? []).map(({ name, accessLevel }) => ({
    value: `${prefix}:${name}`,
    label: name,
    labelTag: accessLevel,
  }))
  const others = actions.filter(action => !own.some(({ value }) => value === action))
  const fault =
    (isTried && actions.length === 0 && words.noActions) ||
    (actions.length > maxActions && words.tooManyActions(maxActions))
  return (
    <SpaceBetween size="m">
      <FaultNotice error={services.error ?? service.error} />
      <FormField label={words.service}>
        <Select
          options={options}
          placeholder={words.chooseService}
          filteringType="auto"
          filteringAriaLabel={words.chooseService}
          statusType={services.isLoading ? 'loading' : 'finished'}
          virtualScroll
          selectedOption={options.find(({ value }) => value === prefix) ?? null}
          onChange={({ detail }) => setPrefix(detail.selectedOption.value)}
        />
      </FormField>
      <FormField
        label={words.actions}
        errorText={fault}
        secondaryControl={
          <Button
            disabled={own.length === 0}
            onClick={() => onChange([...others, ...own.map(({ value }) => value)])}
          >
            {words.addAll}
          </Button>
        }
      >
        <Multiselect
          options={own}
          placeholder={words.chooseActions}
          filteringType="auto"
          filteringAriaLabel={words.chooseActions}
          disabled={own.length === 0}
          hideTokens
          virtualScroll
          selectedOptions={own.filter(({ value }) => actions.includes(value))}
          onChange={({ detail }) =>
            onChange([...others, ...detail.selectedOptions.flatMap(({ value }) => value ?? [])])
          }
        />
      </FormField>
      {actions.length > 0 && (
        <TokenGroup
          limit={20}
          items={actions.map(action => ({ label: action, dismissLabel: words.removeAction(action) }))}
          onDismiss={({ detail }) => onChange(actions.filter((_, index) => index !== detail.itemIndex))}
        />
      )}
    </SpaceBetween>
  )
}
