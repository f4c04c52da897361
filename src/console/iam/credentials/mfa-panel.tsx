import type { MFADevice } from '@aws-sdk/client-iam'
import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { pagesOf } from '../../table/rows.ts'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import { AssignMfaDialog } from './assign-mfa-dialog.tsx'
import { type CredentialOwner, ownerKey, useMfaDevices } from './credential-owner.ts'
import { deviceName, isVirtual, removeMfaDevice } from './mfa-devices.ts'
import { ResyncMfaDialog } from './resync-mfa-dialog.tsx'

const { mfa: words } = credentials

const columns: readonly Column<MFADevice>[] = [
  {
    id: 'name',
    header: words.device,
    cell: ({ SerialNumber = '' }) => deviceName(SerialNumber),
    value: ({ SerialNumber = '' }) => deviceName(SerialNumber),
    minWidth: 200,
  },
  {
    id: 'type',
    header: words.type,
    cell: ({ SerialNumber = '' }) => (isVirtual(SerialNumber) ? words.virtual : words.hardware),
    value: ({ SerialNumber = '' }) => (isVirtual(SerialNumber) ? words.virtual : words.hardware),
    minWidth: 120,
  },
  {
    id: 'serial',
    header: words.serialNumber,
    cell: ({ SerialNumber = '' }) => <Copyable what={words.serialNumber} text={SerialNumber} />,
    value: ({ SerialNumber }) => SerialNumber,
    minWidth: 300,
  },
  {
    id: 'enabled',
    header: words.enabled,
    cell: ({ EnableDate }) => instant(EnableDate),
    value: ({ EnableDate }) => EnableDate?.getTime(),
    minWidth: 190,
  },
]

type Doing = { readonly what: 'resync' | 'remove'; readonly serialNumber: string }

/** The second factors of somebody. */
export function MfaPanel({ owner }: { readonly owner: CredentialOwner }) {
  const devices = useMfaDevices(owner)
  const { userName } = owner
  const [isAssigning, setAssigning] = useState(false)
  const [doing, setDoing] = useState<Doing>()
  const end = () => setDoing(undefined)
  // IAM gives devices to users only; https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
  const assign = userName !== undefined && <Button onClick={() => setAssigning(true)}>{words.assign}</Button>
  const start = (what: Doing['what'], device: MFADevice | undefined) => (
    <Button disabled={!device} onClick={() => setDoing({ what, serialNumber: device?.SerialNumber ?? '' })}>
      {words[what]}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="mfa-devices"
        isPlain
        wraps
        pages={pagesOf(devices)}
        columns={columns}
        rowKey={({ SerialNumber = '' }) => SerialNumber}
        rowName={({ SerialNumber = '' }) => deviceName(SerialNumber)}
        selection="single"
        words={words}
        actions={([device]) => (
          <>
            {start('remove', device)}
            {userName !== undefined && start('resync', device)}
            {assign}
          </>
        )}
        emptyAction={assign}
      />
      {isAssigning && userName !== undefined && (
        <AssignMfaDialog userName={userName} onDismiss={() => setAssigning(false)} />
      )}
      {doing?.what === 'resync' && userName !== undefined && (
        <ResyncMfaDialog userName={userName} serialNumber={doing.serialNumber} onDismiss={end} />
      )}
      {doing?.what === 'remove' && (
        <RemoveDevice owner={owner} serialNumber={doing.serialNumber} onDismiss={end} />
      )}
    </>
  )
}

function RemoveDevice(props: {
  readonly owner: CredentialOwner
  readonly serialNumber: string
  readonly onDismiss: () => void
}) {
  const { owner, serialNumber, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const name = deviceName(serialNumber)
  const steps = removeMfaDevice(iam, owner.userName, serialNumber)
  const last = steps.at(-1)
  const { mutateAsync } = useWrite(async () => last?.run(), [ownerKey(owner)])
  return (
    <DeleteDialog
      kind={words.kind}
      name={name}
      title={words.removeTitle(name)}
      attached={async () => steps.slice(0, -1)}
      remove={mutateAsync}
      onDeleted={() => {
        flash({ type: 'success', content: words.removed(name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      {words.removeText}
    </DeleteDialog>
  )
}
