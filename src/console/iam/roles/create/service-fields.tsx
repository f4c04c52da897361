import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import { createRole as words } from '../../../words/create-role.ts'
import { services } from './services.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

const options = services.map(({ principal, name }) => ({
  value: principal,
  label: name,
  description: principal,
  filteringTags: [principal],
}))

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html */
export function ServiceFields({ choice, onChange, faults }: TrustFieldsProps) {
  return (
    <FormField label={words.service} description={words.serviceHint} errorText={faults.service}>
      <Autosuggest
        value={choice.service}
        options={options}
        placeholder={words.servicePlaceholder}
        enteredTextLabel={words.useTyped}
        empty={words.noService}
        clearAriaLabel={words.clear}
        onChange={({ detail }) => onChange({ service: detail.value.trim() })}
      />
    </FormField>
  )
}
