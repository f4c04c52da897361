import {
  type AccessKey,
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { csv } from '../../download/csv.ts'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { ReadCell } from '../../table/read-cell.tsx'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import { createdColumn, idColumn, statusColumn } from './columns.ts'
import type { CredentialDialogProps, CredentialKind } from './credential-kind.ts'
import { ownerKey } from './credential-owner.ts'
import { MadeCredential } from './made-credential.tsx'

const { accessKeys: words } = credentials

export const accessKeys: CredentialKind<AccessKeyMetadata> = {
  id: 'access-keys',
  words,
  columns: [
    idColumn(words.id, ({ AccessKeyId }) => AccessKeyId, 220),
    statusColumn,
    createdColumn,
    {
      id: 'used',
      header: words.lastUsed,
      cell: ({ AccessKeyId = '' }) => <LastUsed id={AccessKeyId} />,
      minWidth: 280,
    },
  ],
  idOf: ({ AccessKeyId = '' }) => AccessKeyId,
  statusOf: ({ Status }) => Status,
  list: async (iam, { userName }) => {
    const asked = new ListAccessKeysCommand({ UserName: userName, MaxItems: 1000 })
    return (await iam.send(asked)).AccessKeyMetadata ?? []
  },
  setStatus: (iam, { userName }, AccessKeyId, Status) =>
    iam.send(new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId, Status })),
  remove: (iam, { userName }, AccessKeyId) =>
    iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId })),
  Create: CreateAccessKey,
}

function LastUsed({ id }: { readonly id: string }) {
  const { iam } = useClients()
  const read = useRead(['access-key', id, 'last-used'], () =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })),
  )
  return (
    <ReadCell read={read}>
      {({ AccessKeyLastUsed: used }) =>
        used?.LastUsedDate
          ? words.used(instant(used.LastUsedDate), used.ServiceName ?? '', used.Region ?? '')
          : words.neverUsed
      }
    </ReadCell>
  )
}

function CreateAccessKey({ owner, onDismiss }: CredentialDialogProps) {
  const { iam } = useClients()
  const [made, setMade] = useState<AccessKey>()
  const write = useWrite(
    async () => (await iam.send(new CreateAccessKeyCommand({ UserName: owner.userName }))).AccessKey,
    [ownerKey(owner)],
  )
  return (
    <FormDialog
      title={words.create}
      submit={words.create}
      onSubmit={() => write.mutate(undefined, { onSuccess: setMade })}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
      result={made && <MadeAccessKey made={made} />}
    >
      <Box>{owner.userName === undefined ? words.createForRoot : words.createText}</Box>
    </FormDialog>
  )
}

/** The columns that `aws configure import` reads. */
function MadeAccessKey({ made }: { readonly made: AccessKey }) {
  const { UserName = '', AccessKeyId = '', SecretAccessKey = '' } = made
  const text = csv(
    ['User Name', 'Access key ID', 'Secret access key'],
    [UserName, AccessKeyId, { exact: SecretAccessKey }],
  )
  return (
    <MadeCredential
      once={words.once}
      facts={[
        { label: words.id, text: AccessKeyId },
        { label: words.secret, text: SecretAccessKey, isSecret: true },
      ]}
      file={{ name: `${UserName || 'root'}_accessKeys.csv`, text }}
    />
  )
}
