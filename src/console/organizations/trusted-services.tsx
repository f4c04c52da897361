import {
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  type EnabledServicePrincipal,
  ListAWSServiceAccessForOrganizationCommand,
} from '@aws-sdk/client-organizations'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useRead, useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { pagesOf } from '../table/rows.ts'
import { instant } from '../words/instant.ts'
import { trustedServices as words } from '../words/organization-settings.ts'
import { organizationKey } from './organization-read.ts'
import { all } from './structure.ts'

/** Some that AWS documents; any other can be typed: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html */
const known = [
  'access-analyzer',
  'backup',
  'cloudtrail',
  'config',
  'guardduty',
  'iam',
  'inspector2',
  'member.org.stacksets.cloudformation',
  'ram',
  'securityhub',
  'servicequotas',
  'sso',
  'tagpolicies.tag',
].map(name => ({ value: `${name}.amazonaws.com` }))

const columns: readonly Column<EnabledServicePrincipal>[] = [
  {
    id: 'service',
    header: words.service,
    cell: ({ ServicePrincipal }) => ServicePrincipal,
    value: ({ ServicePrincipal }) => ServicePrincipal,
    minWidth: 280,
  },
  {
    id: 'since',
    header: words.since,
    cell: ({ DateEnabled }) => instant(DateEnabled),
    value: ({ DateEnabled }) => DateEnabled?.getTime(),
  },
]

/** Which services work in all accounts of the organization. */
export function useTrustedServices() {
  const { organizations } = useClients()
  return useRead([organizationKey, 'services'], () =>
    all(async NextToken => {
      const page = await organizations.send(new ListAWSServiceAccessForOrganizationCommand({ NextToken }))
      return { items: page.EnabledServicePrincipals, next: page.NextToken }
    }),
  )
}

export function TrustedServices() {
  const services = useTrustedServices()
  const [asked, setAsked] = useState<'enable' | string>()
  const close = () => setAsked(undefined)
  return (
    <>
      <ResourceTable
        id="trusted-services"
        pages={pagesOf(services)}
        columns={columns}
        rowKey={({ ServicePrincipal = '' }) => ServicePrincipal}
        selection="single"
        words={words}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => setAsked(selected?.ServicePrincipal)}>
              {words.disable}
            </Button>
            <Button onClick={() => setAsked('enable')}>{words.enable}</Button>
          </>
        )}
      />
      {asked === 'enable' && <EnableDialog onDismiss={close} />}
      {asked !== undefined && asked !== 'enable' && <DisableDialog service={asked} onDismiss={close} />}
    </>
  )
}

function EnableDialog({ onDismiss }: { readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const flash = useFlash()
  const [text, setText] = useState('')
  const service = text.trim()
  const write = useWrite(
    () => organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: service })),
    [[organizationKey, 'services']],
  )
  return (
    <ConfirmDialog
      title={words.enableTitle}
      confirm={words.enable}
      isReady={service !== ''}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.enabled(service) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField label={words.service} description={words.serviceHint}>
        <Autosuggest
          value={text}
          options={known}
          placeholder={words.servicePlaceholder}
          enteredTextLabel={words.useTyped}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
    </ConfirmDialog>
  )
}

function DisableDialog({ service, onDismiss }: { readonly service: string; readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const flash = useFlash()
  const write = useWrite(
    () => organizations.send(new DisableAWSServiceAccessCommand({ ServicePrincipal: service })),
    [[organizationKey, 'services']],
  )
  return (
    <ConfirmDialog
      title={words.disableTitle(service)}
      confirm={words.disable}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.disabled(service) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.disableHint}</Box>
    </ConfirmDialog>
  )
}
