import {
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  MoveAccountCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useKeptReads, useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { useFlash } from '../shell/flash.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { organizationKey } from './organization-read.ts'
import { PlaceSelect } from './place-select.tsx'
import type { Place } from './structure.ts'

export type PlaceDialogKind = 'createUnit' | 'rename' | 'delete' | 'move'

interface OfPlace {
  readonly place: Place
  readonly onDone?: () => void
  readonly onDismiss: () => void
}

const dialogs = { createUnit: CreateUnit, rename: RenameUnit, delete: DeleteUnit, move: MoveAccount } as const

/** What is done to a root, a unit or an account. */
export function PlaceDialog({ kind, ...props }: OfPlace & { readonly kind: PlaceDialogKind }) {
  const Dialog = dialogs[kind]
  return <Dialog {...props} />
}

function CreateUnit({ place: { id, name: parent }, onDismiss }: OfPlace) {
  const { organizations } = useClients()
  return (
    <NameDialog
      title={words.createUnitIn(parent)}
      confirm={words.createUnit}
      before=""
      write={Name => organizations.send(new CreateOrganizationalUnitCommand({ ParentId: id, Name }))}
      done={words.unitCreated}
      onDismiss={onDismiss}
    />
  )
}

function RenameUnit({ place: { id, name }, onDismiss }: OfPlace) {
  const { organizations } = useClients()
  return (
    <NameDialog
      title={words.renameTitle(name)}
      confirm={words.rename}
      before={name}
      write={Name =>
        organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name }))
      }
      done={words.renamed}
      onDismiss={onDismiss}
    />
  )
}

function NameDialog(props: {
  readonly title: string
  readonly confirm: string
  readonly before: string
  readonly write: (name: string) => Promise<unknown>
  readonly done: (name: string) => string
  readonly onDismiss: () => void
}) {
  const { title, confirm, before, done, onDismiss } = props
  const flash = useFlash()
  const [name, setName] = useState(before)
  const write = useWrite(() => props.write(name), [[organizationKey]])
  return (
    <ConfirmDialog
      title={title}
      confirm={confirm}
      isReady={name.trim() !== '' && name !== before}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: done(name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField label={words.unitName}>
        <Input value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </ConfirmDialog>
  )
}

function DeleteUnit({ place: { id, name }, onDone, onDismiss }: OfPlace) {
  const { organizations } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.unitKind}
      name={name}
      attached={async () => []}
      remove={() => organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }))}
      onDeleted={() => {
        flash({ type: 'success', topic: 'organization', content: words.unitDeleted(name) })
        onDismiss()
        onDone?.()
        void readAgain([organizationKey, 'children'])
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.unitMustBeEmpty}</Box>
    </DeleteDialog>
  )
}

function MoveAccount({ place: { id, name, parentId }, onDismiss }: OfPlace) {
  const { organizations } = useClients()
  const flash = useFlash()
  const [destination, setDestination] = useState<string>()
  const write = useWrite(
    () =>
      organizations.send(
        new MoveAccountCommand({ AccountId: id, SourceParentId: parentId, DestinationParentId: destination }),
      ),
    [[organizationKey]],
  )
  return (
    <ConfirmDialog
      title={words.moveTitle(name)}
      confirm={words.move}
      isReady={destination !== undefined}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', topic: 'organization', content: words.moved(name) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <PlaceSelect
        label={words.moveTo}
        placeholder={words.choosePlace}
        chosen={destination}
        onChoose={setDestination}
        isOffered={place => place.id !== parentId}
      />
    </ConfirmDialog>
  )
}
