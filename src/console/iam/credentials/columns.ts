import type { Column } from '../../table/column.ts'
import { common } from '../../words/common.ts'
import { credentials as words } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'

/** Columns that credentials of every kind have. */
export function idColumn<Item>(
  header: string,
  id: (item: Item) => string | undefined,
  minWidth: number,
): Column<Item> {
  return { id: 'id', header, cell: id, value: id, minWidth }
}

export const statusColumn: Column<{ readonly Status?: string | undefined }> = {
  id: 'status',
  header: words.status,
  cell: ({ Status }) => statusText(Status),
  value: ({ Status }) => Status,
}

export const createdColumn: Column<{ readonly CreateDate?: Date | undefined }> = {
  id: 'created',
  header: words.created,
  cell: ({ CreateDate }) => instant(CreateDate),
  value: ({ CreateDate }) => CreateDate?.getTime(),
  minWidth: 190,
}

export const uploadedColumn: Column<{ readonly UploadDate?: Date | undefined }> = {
  id: 'uploaded',
  header: words.uploaded,
  cell: ({ UploadDate }) => instant(UploadDate),
  value: ({ UploadDate }) => UploadDate?.getTime(),
}

function statusText(status: string | undefined): string {
  if (status === 'Active') return words.active
  return status === 'Inactive' ? words.inactive : (status ?? common.none)
}
