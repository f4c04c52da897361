import Button from '@cloudscape-design/components/button'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { PageLink, useFollow } from '../../shell/link.tsx'
import { useFrame } from '../../shell/page.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { instant } from '../../words/instant.ts'
import { providers as words } from '../../words/providers.ts'
import { DeleteProvider } from './delete-provider.tsx'
import { addProviderPath, listProviders, type Provider, providerPath } from './provider.ts'

const columns: readonly Column<Provider>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ arn, name }) => <PageLink to={providerPath(arn)}>{name}</PageLink>,
    value: ({ name }) => name,
    minWidth: 300,
  },
  {
    id: 'type',
    header: words.type,
    cell: ({ type }) => words.types[type],
    value: ({ type }) => words.types[type],
    minWidth: 160,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ created }) => instant(created),
    value: ({ created }) => created?.getTime(),
  },
  {
    id: 'valid',
    header: words.validUntil,
    cell: ({ validUntil }) => instant(validUntil),
    value: ({ validUntil }) => validUntil?.getTime(),
    isHidden: true,
  },
  {
    id: 'arn',
    header: words.arn,
    cell: ({ arn }) => <Copyable what={words.arn} text={arn} />,
    value: ({ arn }) => arn,
    isHidden: true,
  },
]

export default function ProvidersPage() {
  useFrame({ title: words.title, contentType: 'table' })
  const clients = useClients()
  const follow = useFollow()
  const read = useRead(['providers'], () => listProviders(clients))
  const [deleting, setDeleting] = useState<string>()
  const add = (
    <Button variant="primary" href={addProviderPath} onFollow={follow}>
      {words.add}
    </Button>
  )
  return (
    <>
      <ResourceTable
        id="providers"
        variant="full-page"
        pages={{
          ...allOf(read.data ?? [], { refresh: () => void read.refetch(), isRefreshing: read.isFetching }),
          isPending: read.isPending,
          error: read.error,
        }}
        columns={columns}
        rowKey={({ arn }) => arn}
        rowName={({ name }) => name}
        words={words}
        selection="single"
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => setDeleting(selected?.arn)}>
              {words.delete}
            </Button>
            {add}
          </>
        )}
        emptyAction={add}
      />
      {deleting !== undefined && (
        <DeleteProvider arn={deleting} onDeleted={() => {}} onDismiss={() => setDeleting(undefined)} />
      )}
    </>
  )
}
