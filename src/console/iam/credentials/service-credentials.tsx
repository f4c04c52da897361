import {
  CreateServiceSpecificCredentialCommand,
  DeleteServiceSpecificCredentialCommand,
  ListServiceSpecificCredentialsCommand,
  ResetServiceSpecificCredentialCommand,
  type ServiceSpecificCredential,
  type ServiceSpecificCredentialMetadata,
  UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { csv } from '../../download/csv.ts'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { common } from '../../words/common.ts'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import { createdColumn, idColumn, statusColumn } from './columns.ts'
import type { CredentialDialogProps, CredentialKind } from './credential-kind.ts'
import { ownerKey } from './credential-owner.ts'
import { MadeCredential } from './made-credential.tsx'

const { serviceCredentials: words } = credentials

/** A name for those of a user name and password, an alias for API keys. */
const nameOf = ({ ServiceUserName, ServiceCredentialAlias }: ServiceSpecificCredentialMetadata) =>
  ServiceUserName ?? ServiceCredentialAlias ?? common.none

export const serviceCredentials: CredentialKind<ServiceSpecificCredentialMetadata> = {
  id: 'service-credentials',
  words,
  columns: [
    idColumn(words.id, ({ ServiceSpecificCredentialId }) => ServiceSpecificCredentialId, 240),
    { id: 'name', header: words.userName, cell: nameOf, value: nameOf, minWidth: 200 },
    {
      id: 'service',
      header: words.service,
      cell: ({ ServiceName }) => ServiceName,
      value: ({ ServiceName }) => ServiceName,
      minWidth: 200,
    },
    statusColumn,
    createdColumn,
    {
      id: 'expires',
      header: words.expires,
      cell: ({ ExpirationDate }) => instant(ExpirationDate),
      value: ({ ExpirationDate }) => ExpirationDate?.getTime(),
      isHidden: true,
    },
  ],
  idOf: ({ ServiceSpecificCredentialId = '' }) => ServiceSpecificCredentialId,
  statusOf: ({ Status }) => Status,
  list: async (iam, { userName }) => {
    const asked = new ListServiceSpecificCredentialsCommand({ UserName: userName })
    return (await iam.send(asked)).ServiceSpecificCredentials ?? []
  },
  setStatus: (iam, { userName }, ServiceSpecificCredentialId, Status) =>
    iam.send(
      new UpdateServiceSpecificCredentialCommand({ UserName: userName, ServiceSpecificCredentialId, Status }),
    ),
  remove: (iam, { userName }, ServiceSpecificCredentialId) =>
    iam.send(new DeleteServiceSpecificCredentialCommand({ UserName: userName, ServiceSpecificCredentialId })),
  Create: GenerateCredential,
  Reset: ResetCredential,
}

const serviceOptions = [
  'codecommit.amazonaws.com',
  'cassandra.amazonaws.com',
  'bedrock.amazonaws.com',
  'logs.amazonaws.com',
].map(value => ({ value }))

function GenerateCredential({ owner, onDismiss }: CredentialDialogProps) {
  const { iam } = useClients()
  const [ServiceName, setServiceName] = useState('codecommit.amazonaws.com')
  const [made, setMade] = useState<ServiceSpecificCredential>()
  const write = useWrite(async () => {
    const asked = { UserName: owner.userName, ServiceName }
    return (await iam.send(new CreateServiceSpecificCredentialCommand(asked))).ServiceSpecificCredential
  }, [ownerKey(owner)])
  return (
    <FormDialog
      title={words.create}
      submit={words.create}
      onSubmit={() => write.mutate(undefined, { onSuccess: setMade })}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
      result={made && <MadeServiceCredential made={made} />}
    >
      <FormField label={words.service}>
        <Select
          options={serviceOptions}
          selectedOption={serviceOptions.find(({ value }) => value === ServiceName) ?? null}
          onChange={({ detail }) => setServiceName(detail.selectedOption.value ?? ServiceName)}
        />
      </FormField>
    </FormDialog>
  )
}

function ResetCredential({
  owner,
  item,
  onDismiss,
}: CredentialDialogProps & { readonly item: ServiceSpecificCredentialMetadata }) {
  const { iam } = useClients()
  const [made, setMade] = useState<ServiceSpecificCredential>()
  const { ServiceSpecificCredentialId = '' } = item
  const write = useWrite(async () => {
    const asked = { UserName: owner.userName, ServiceSpecificCredentialId }
    return (await iam.send(new ResetServiceSpecificCredentialCommand(asked))).ServiceSpecificCredential
  }, [ownerKey(owner)])
  return (
    <FormDialog
      title={words.resetTitle(ServiceSpecificCredentialId)}
      submit={credentials.actions.reset}
      onSubmit={() => write.mutate(undefined, { onSuccess: setMade })}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
      result={made && <MadeServiceCredential made={made} />}
    >
      <Box>{words.resetText}</Box>
    </FormDialog>
  )
}

function MadeServiceCredential({ made }: { readonly made: ServiceSpecificCredential }) {
  const name = nameOf(made)
  const secret = made.ServicePassword ?? made.ServiceCredentialSecret ?? ''
  const label = made.ServicePassword === undefined ? words.apiKey : words.password
  return (
    <MadeCredential
      once={words.once}
      facts={[
        { label: words.userName, text: name },
        { label, text: secret, isSecret: true },
      ]}
      file={{
        name: `${made.UserName ?? ''}_${made.ServiceName ?? ''}_credentials.csv`,
        text: csv(['Service', 'User name', label], [made.ServiceName ?? '', name, { exact: secret }]),
      }}
    />
  )
}
