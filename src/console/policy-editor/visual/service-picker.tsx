import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useMemo } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { useServices } from '../reference/read-reference.ts'

const allServices = { value: '*', label: words.allServices, description: '*' }

/** Every service that AWS has policies for, found by name or prefix. */
export function ServicePicker({ onPick }: { readonly onPick: (prefix: string) => void }) {
  const services = useServices()
  const options = useMemo(
    () => [
      ...[...(services.data ?? [])]
        .sort((left, right) => left.name.localeCompare(right.name, 'en'))
        .map(({ prefix, name }) => ({ value: prefix, label: name, description: prefix })),
      allServices,
    ],
    [services.data],
  )
  return (
    <FormField label={words.service} errorText={services.error ? words.referenceFault : undefined}>
      <Select
        selectedOption={null}
        options={options}
        placeholder={words.chooseService}
        filteringType="auto"
        filteringPlaceholder={words.findService}
        filteringAriaLabel={words.findService}
        filteringResultsText={words.serviceMatches}
        noMatch={words.noService}
        virtualScroll
        statusType={services.isLoading ? 'loading' : 'finished'}
        onChange={({ detail }) =>
          detail.selectedOption.value !== undefined && onPick(detail.selectedOption.value)
        }
      />
    </FormField>
  )
}
