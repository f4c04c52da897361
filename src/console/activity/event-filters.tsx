import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { activity as words } from '../words/activity.ts'
import { type EventFilter, everything, type useEventFilter } from './filter.ts'

const attributes = Object.entries(words.attributes).map(([value, label]) => ({ value, label }))
const ranges = Object.entries(words.ranges).map(([value, label]) => ({ value, label }))
const booleans = [
  { value: 'true', label: words.yes },
  { value: 'false', label: words.no },
]

/** What LookupEvents can be asked by: one attribute, and a time. */
export function EventFilters(props: {
  readonly filter: EventFilter
  readonly onChange: ReturnType<typeof useEventFilter>[1]
}) {
  const { filter, onChange } = props
  const { attribute, value } = filter
  const by = attributes.find(option => option.value === (attribute ?? everything)) ?? null
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="end">
      <Select
        inlineLabelText={words.filterBy}
        selectedOption={by}
        options={attributes}
        onChange={({ detail }) => {
          const chosen = detail.selectedOption.value ?? everything
          onChange({ by: chosen, value: chosen === 'ReadOnly' ? 'false' : '' })
        }}
      />
      {attribute === 'ReadOnly' && (
        <Select
          ariaLabel={words.filterValue(words.attributes.ReadOnly)}
          selectedOption={booleans.find(option => option.value === value) ?? null}
          options={booleans}
          onChange={({ detail }) => onChange({ by: attribute, value: detail.selectedOption.value ?? '' })}
        />
      )}
      {attribute && attribute !== 'ReadOnly' && (
        <Input
          ariaLabel={words.filterValue(words.attributes[attribute])}
          placeholder={words.filterValue(words.attributes[attribute])}
          type="search"
          clearAriaLabel={words.attributes.none}
          value={value}
          onChange={({ detail }) => onChange({ value: detail.value })}
        />
      )}
      <Select
        inlineLabelText={words.range}
        selectedOption={ranges.find(option => option.value === filter.range) ?? null}
        options={ranges}
        onChange={({ detail }) => onChange({ range: detail.selectedOption.value ?? '' })}
      />
      {showsReads(filter) && (
        <Box padding={{ bottom: 'xxs' }}>
          <Checkbox
            checked={filter.ownReads}
            onChange={({ detail }) => onChange({ reads: detail.checked ? 'true' : '' })}
          >
            {words.ownReads}
          </Checkbox>
        </Box>
      )}
    </SpaceBetween>
  )
}

function showsReads({ attribute, value }: EventFilter): boolean {
  return attribute !== 'ReadOnly' || value !== 'false'
}
