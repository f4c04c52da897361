import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { organizationsWords, controlPolicies as words } from '../words/organizations.ts'
import { controlPolicyTypes } from './control-policy-type.ts'
import { organizationKey } from './organization-read.ts'
import { policiesOfType } from './policies-of.ts'

/** A control policy of either type, by its name. */
export function PolicySelect(props: {
  readonly chosen: string | undefined
  readonly onChoose: (policy: { readonly id: string; readonly name: string }) => void
}) {
  const { chosen, onChoose } = props
  const { organizations } = useClients()
  const policies = useRead([organizationKey, 'policies', 'all'], async () =>
    Promise.all(
      controlPolicyTypes.map(async type => ({ type, policies: await policiesOfType(organizations, type) })),
    ),
  )
  return (
    <Readable read={policies}>
      {read => {
        const options = read.map(({ type, policies }) => ({
          label: words.types[type],
          options: policies.map(({ Id = '', Name = '', Description = '' }) => ({
            value: Id,
            label: Name,
            description: Description,
          })),
        }))
        const flat = options.flatMap(group => group.options)
        return (
          <FormField label={words.policy}>
            <Select
              options={options}
              placeholder={words.choosePolicy}
              filteringType="auto"
              filteringAriaLabel={organizationsWords.find}
              filteringPlaceholder={organizationsWords.find}
              selectedOption={flat.find(({ value }) => value === chosen) ?? null}
              onChange={({ detail: { selectedOption } }) =>
                onChoose({ id: selectedOption.value ?? '', name: selectedOption.label ?? '' })
              }
            />
          </FormField>
        )
      }}
    </Readable>
  )
}
