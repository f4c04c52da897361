import type { ComponentType } from 'react'
import type { Clients } from '../../api/clients.ts'
import type { Column } from '../../table/column.ts'
import type { CredentialOwner } from './credential-owner.ts'

type Iam = Clients['iam']

export type CredentialStatus = 'Active' | 'Inactive'

/** What a dialog needs that makes one, or makes one anew. */
export interface CredentialDialogProps {
  readonly owner: CredentialOwner
  readonly onDismiss: () => void
}

/** One of the things somebody can have several of, each to be switched off, on, and deleted. */
export interface CredentialKind<Item> {
  /** Of what is read of an owner, and of the table's preferences. */
  readonly id: string
  readonly words: {
    readonly title: string
    readonly description: string
    readonly plural: string
    readonly kind: string
    readonly emptyTitle: string
    readonly empty: string
    readonly create: string
  }
  readonly columns: readonly Column<Item>[]
  readonly idOf: (item: Item) => string
  readonly statusOf: (item: Item) => string | undefined
  readonly list: (iam: Iam, owner: CredentialOwner) => Promise<readonly Item[]>
  readonly setStatus: (
    iam: Iam,
    owner: CredentialOwner,
    id: string,
    status: CredentialStatus,
  ) => Promise<unknown>
  readonly remove: (iam: Iam, owner: CredentialOwner, id: string) => Promise<unknown>
  readonly Create: ComponentType<CredentialDialogProps>
  /** Of services that can give a new secret to what is there. */
  readonly Reset?: ComponentType<CredentialDialogProps & { readonly item: Item }>
}
