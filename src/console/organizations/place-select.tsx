import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { allPlaces, type ChosenPlace } from './structure.ts'

/** One of the organization's places, found by a name on the way to it or by its id. */
export function PlaceSelect(props: {
  readonly label: string
  readonly placeholder: string
  readonly withAccounts?: boolean
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
  readonly isOffered: (place: ChosenPlace) => boolean
}) {
  const { label, placeholder, withAccounts = false, chosen, onChoose, isOffered } = props
  const { organizations } = useClients()
  const places = useRead([organizationKey, 'places', withAccounts], () =>
    allPlaces(organizations, { withAccounts }),
  )
  return (
    <Readable read={places}>
      {read => {
        const options = read
          .filter(isOffered)
          .map(({ id, path }) => ({ value: id, label: path, description: id }))
        return (
          <FormField label={label}>
            <Select
              options={options}
              placeholder={placeholder}
              filteringType="auto"
              filteringAriaLabel={words.find}
              filteringPlaceholder={words.find}
              selectedOption={options.find(({ value }) => value === chosen) ?? null}
              onChange={({ detail }) => onChoose(detail.selectedOption.value ?? '')}
            />
          </FormField>
        )
      }}
    </Readable>
  )
}
