import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead, useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { DeleteDialog } from '../../deleting/delete-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { ResourceTable } from '../../table/resource-table.tsx'
import { pagesOf } from '../../table/rows.ts'
import { credentials as words } from '../../words/credentials.ts'
import type { CredentialKind } from './credential-kind.ts'
import { type CredentialOwner, ownerKey } from './credential-owner.ts'

interface PanelProps<Item> {
  readonly owner: CredentialOwner
  readonly kind: CredentialKind<Item>
}

type Doing<Item> = { readonly what: 'activate' | 'deactivate' | 'delete' | 'reset'; readonly item: Item }

/** The access keys of somebody, or their SSH keys, or whatever of their credentials the kind is. */
export function CredentialsPanel<Item>({ owner, kind }: PanelProps<Item>) {
  const { iam } = useClients()
  const read = useRead([...ownerKey(owner), kind.id], () => kind.list(iam, owner))
  const [isCreating, setCreating] = useState(false)
  const [doing, setDoing] = useState<Doing<Item>>()
  const end = () => setDoing(undefined)
  const create = <Button onClick={() => setCreating(true)}>{kind.words.create}</Button>
  const { Create, Reset } = kind
  return (
    <>
      <ResourceTable
        id={kind.id}
        isPlain
        wraps
        pages={pagesOf(read)}
        columns={kind.columns}
        rowKey={kind.idOf}
        selection="single"
        words={kind.words}
        actions={([item]) => (
          <>
            <Actions kind={kind} item={item} onChoose={setDoing} />
            {create}
          </>
        )}
        emptyAction={create}
      />
      {isCreating && <Create owner={owner} onDismiss={() => setCreating(false)} />}
      {doing?.what === 'activate' && (
        <SetStatus owner={owner} kind={kind} item={doing.item} status="Active" onDismiss={end} />
      )}
      {doing?.what === 'deactivate' && (
        <SetStatus owner={owner} kind={kind} item={doing.item} status="Inactive" onDismiss={end} />
      )}
      {doing?.what === 'delete' && (
        <DeleteCredential owner={owner} kind={kind} item={doing.item} onDismiss={end} />
      )}
      {doing?.what === 'reset' && Reset && <Reset owner={owner} item={doing.item} onDismiss={end} />}
    </>
  )
}

function Actions<Item>(props: {
  readonly kind: CredentialKind<Item>
  readonly item: Item | undefined
  readonly onChoose: (doing: Doing<Item>) => void
}) {
  const { kind, item, onChoose } = props
  const isActive = item !== undefined && kind.statusOf(item) === 'Active'
  const offered = [
    isActive ? ('deactivate' as const) : ('activate' as const),
    ...(kind.Reset ? (['reset'] as const) : []),
    'delete' as const,
  ]
  return (
    <ButtonDropdown
      ariaLabel={words.actionsFor(kind.words.plural)}
      disabled={item === undefined}
      items={offered.map(what => ({ id: what, text: words.actions[what] }))}
      onItemClick={({ detail }) => {
        const what = offered.find(known => known === detail.id)
        if (what && item !== undefined) onChoose({ what, item })
      }}
    >
      {words.actionsButton}
    </ButtonDropdown>
  )
}

function SetStatus<Item>(
  props: PanelProps<Item> & {
    readonly item: Item
    readonly status: 'Active' | 'Inactive'
    readonly onDismiss: () => void
  },
) {
  const { owner, kind, item, status, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const id = kind.idOf(item)
  const what = status === 'Active' ? 'activate' : 'deactivate'
  const { mutateAsync } = useWrite(() => kind.setStatus(iam, owner, id, status), [ownerKey(owner)])
  return (
    <ConfirmDialog
      title={words.statusTitle[what](kind.words.kind, id)}
      confirm={words.actions[what]}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.statusDone[what](id) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      {words.statusText[what]}
    </ConfirmDialog>
  )
}

function DeleteCredential<Item>(
  props: PanelProps<Item> & { readonly item: Item; readonly onDismiss: () => void },
) {
  const { owner, kind, item, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const id = kind.idOf(item)
  const isActive = kind.statusOf(item) === 'Active'
  const { mutateAsync } = useWrite(() => kind.remove(iam, owner, id), [ownerKey(owner)])
  return (
    <DeleteDialog
      kind={kind.words.kind}
      name={id}
      // Switched off first: what still needs it shows before it is gone for good, if the deletion is refused.
      attached={async () =>
        isActive
          ? [{ text: words.deactivated(id), run: () => kind.setStatus(iam, owner, id, 'Inactive') }]
          : []
      }
      remove={mutateAsync}
      onDeleted={() => {
        flash({ type: 'success', content: words.deleted(id) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      {words.deletingText}
    </DeleteDialog>
  )
}
