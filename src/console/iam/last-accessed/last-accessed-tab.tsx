import type { ServiceLastAccessed } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { type Read, useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { lastAccessed as words } from '../../words/last-accessed.ts'
import { type AccessReport, accessReport } from './access-report.ts'
import { ServiceAccessDialog } from './service-access-dialog.tsx'

/** Which permissions of a user, group or role were used, and when last. */
export function LastAccessedTab({ arn }: { readonly arn: Read<string> }) {
  return <Readable read={arn}>{read => <Report arn={read} />}</Readable>
}

function Report({ arn }: { readonly arn: string }) {
  const { iam } = useClients()
  const report = useRead(['access-report', arn], () => accessReport(iam, arn), { isFresh: true })
  if (report.isPending) {
    return (
      <Box padding="s">
        <StatusIndicator type="loading">{words.makingReport}</StatusIndicator>
      </Box>
    )
  }
  return (
    <Readable read={report}>
      {data => (
        <Services
          arn={arn}
          report={data}
          refresh={() => void report.refetch()}
          isRefreshing={report.isFetching}
        />
      )}
    </Readable>
  )
}

const shownServices = ['all', 'accessed', 'not-accessed'] as const
type Shown = (typeof shownServices)[number]
const shownOptions = shownServices.map(value => ({ value, label: words.shownServices[value] }))

function Services(props: {
  readonly arn: string
  readonly report: AccessReport
  readonly refresh: () => void
  readonly isRefreshing: boolean
}) {
  const { arn, report, refresh, isRefreshing } = props
  const [shown, setShown] = useState<Shown>('all')
  const services = report.services
    .filter(
      ({ LastAuthenticated }) =>
        shown === 'all' || (shown === 'accessed') === (LastAuthenticated !== undefined),
    )
    // What was used stands first, so that one need not look for it among hundreds.
    .sort((a, b) => (b.LastAuthenticated?.getTime() ?? 0) - (a.LastAuthenticated?.getTime() ?? 0))
  return (
    <ResourceTable
      id="last-accessed"
      wraps
      pages={allOf(services, { refresh, isRefreshing })}
      columns={columnsFor(arn)}
      rowKey={({ ServiceNamespace = '' }) => ServiceNamespace}
      words={{
        title: words.allowedServices,
        description: words.allowedServicesHint(instant(report.madeAt)),
        plural: words.allowedServicesPlural,
        emptyTitle: words.noAllowedServices,
        empty: words.noAllowedServicesHint,
      }}
      filters={
        <Select
          ariaLabel={words.shownServicesLabel}
          options={shownOptions}
          selectedOption={shownOptions.find(({ value }) => value === shown) ?? null}
          onChange={({ detail }) =>
            setShown(shownServices.find(value => value === detail.selectedOption.value) ?? 'all')
          }
        />
      }
    />
  )
}

function columnsFor(arn: string): readonly Column<ServiceLastAccessed>[] {
  return [
    {
      id: 'service',
      header: words.service,
      cell: service => <ServiceName arn={arn} service={service} />,
      value: ({ ServiceName: name }) => name,
      minWidth: 270,
    },
    {
      id: 'accessed',
      header: words.lastAccessed,
      cell: ({ LastAuthenticated: date }) => (date ? instant(date) : words.notAccessed),
      value: ({ LastAuthenticated: date }) => date?.getTime(),
      minWidth: 280,
    },
    {
      id: 'region',
      header: words.region,
      cell: ({ LastAuthenticatedRegion }) => LastAuthenticatedRegion ?? common.none,
      value: ({ LastAuthenticatedRegion }) => LastAuthenticatedRegion,
    },
    {
      id: 'namespace',
      header: words.serviceNamespace,
      cell: ({ ServiceNamespace }) => ServiceNamespace,
      value: ({ ServiceNamespace }) => ServiceNamespace,
      minWidth: 160,
    },
  ]
}

function ServiceName({ arn, service }: { readonly arn: string; readonly service: ServiceLastAccessed }) {
  const [isOpen, setOpen] = useState(false)
  const { ServiceName: name = '' } = service
  return (
    <>
      <Link ariaLabel={words.showService(name)} onFollow={() => setOpen(true)}>
        {name}
      </Link>
      {isOpen && <ServiceAccessDialog arn={arn} service={service} onDismiss={() => setOpen(false)} />}
    </>
  )
}
