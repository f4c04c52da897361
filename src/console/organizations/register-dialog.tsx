import { RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { Readable } from '../notice/readable.tsx'
import { useFlash } from '../shell/flash.tsx'
import { delegatedAdministrators as words } from '../words/organization-settings.ts'
import { organizationsWords } from '../words/organizations.ts'
import { useMemberAccounts } from './member-accounts.ts'
import { delegatedKey } from './organization-read.ts'
import { useTrustedServices } from './trusted-services.tsx'

interface Chosen {
  readonly value: string
  readonly label: string
}

/** A member account administers a service for the whole organization, which must trust that service already. */
export function RegisterDialog({ onDismiss }: { readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const flash = useFlash()
  const accounts = useMemberAccounts()
  const services = useTrustedServices()
  const [account, setAccount] = useState<Chosen>()
  const [service, setService] = useState<Chosen>()
  const write = useWrite(
    () =>
      organizations.send(
        new RegisterDelegatedAdministratorCommand({
          AccountId: account?.value,
          ServicePrincipal: service?.value,
        }),
      ),
    [delegatedKey],
  )
  return (
    <ConfirmDialog
      title={words.registerTitle}
      confirm={words.register}
      isReady={account !== undefined && service !== undefined}
      run={() => write.mutateAsync()}
      onDone={() => {
        const told = words.registered(account?.label ?? '', service?.value ?? '')
        flash({ type: 'success', topic: 'organization', content: told })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Readable read={accounts}>
        {read => (
          <Choice
            label={words.account}
            placeholder={words.chooseAccount}
            empty={words.noAccounts}
            options={(read ?? []).map(({ id, name }) => ({ value: id, label: name, description: id }))}
            chosen={account}
            onChoose={setAccount}
          />
        )}
      </Readable>
      <Readable read={services}>
        {read => (
          <Choice
            label={words.service}
            placeholder={words.chooseService}
            empty={words.noServices}
            options={read.map(({ ServicePrincipal = '' }) => ({
              value: ServicePrincipal,
              label: ServicePrincipal,
            }))}
            chosen={service}
            onChoose={setService}
          />
        )}
      </Readable>
    </ConfirmDialog>
  )
}

function Choice(props: {
  readonly label: string
  readonly placeholder: string
  readonly empty: string
  readonly options: readonly (Chosen & { readonly description?: string })[]
  readonly chosen: Chosen | undefined
  readonly onChoose: (chosen: Chosen | undefined) => void
}) {
  const { label, placeholder, empty, options, chosen, onChoose } = props
  return (
    <FormField label={label}>
      <Select
        options={options}
        placeholder={placeholder}
        empty={empty}
        filteringType="auto"
        filteringAriaLabel={organizationsWords.find}
        filteringPlaceholder={organizationsWords.find}
        selectedOption={options.find(({ value }) => value === chosen?.value) ?? null}
        onChange={({ detail }) =>
          onChoose(options.find(({ value }) => value === detail.selectedOption.value))
        }
      />
    </FormField>
  )
}
