import type { Clients } from '../../api/clients.ts'
import { idColumn, statusColumn, uploadedColumn } from './columns.ts'
import type { CredentialKind } from './credential-kind.ts'
import type { CredentialOwner } from './credential-owner.ts'
import { UploadDialog, type UploadWords } from './upload-dialog.tsx'

/** What somebody made elsewhere, and uploads the public part of. */
interface UploadedKind<Item> extends Omit<CredentialKind<Item>, 'columns' | 'statusOf' | 'Create' | 'words'> {
  readonly words: CredentialKind<Item>['words'] & UploadWords & { readonly id: string }
  readonly idWidth: number
  readonly upload: (iam: Clients['iam'], owner: CredentialOwner, body: string) => Promise<unknown>
}

interface Uploaded {
  readonly Status: string | undefined
  readonly UploadDate?: Date | undefined
}

export function uploadedKind<Item extends Uploaded>(kind: UploadedKind<Item>): CredentialKind<Item> {
  const { idWidth, upload, ...others } = kind
  return {
    ...others,
    columns: [idColumn(kind.words.id, kind.idOf, idWidth), statusColumn, uploadedColumn],
    statusOf: ({ Status }) => Status,
    Create: props => <UploadDialog {...props} words={kind.words} upload={upload} />,
  }
}
