import Select from '@cloudscape-design/components/select'
import { policiesPicker as words } from '../words/policies-picker.ts'
import { type PolicyType, policyTypes } from './policy-type.ts'

const allTypes = { value: '', label: words.allTypes }
const typeOptions = [allTypes, ...policyTypes.map(value => ({ value, label: words.types[value] }))]

/** Narrows a list of managed policies to AWS's, those for job functions, or the account's own. */
export function TypeFilter(props: {
  readonly type: PolicyType | undefined
  readonly onChange: (type: PolicyType | undefined) => void
}) {
  return (
    <Select
      ariaLabel={words.filterByType}
      options={typeOptions}
      selectedOption={typeOptions.find(({ value }) => value === props.type) ?? allTypes}
      onChange={({ detail }) =>
        props.onChange(policyTypes.find(type => type === detail.selectedOption.value))
      }
    />
  )
}
