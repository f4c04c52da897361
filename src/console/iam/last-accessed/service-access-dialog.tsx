import {
  ListPoliciesGrantingServiceAccessCommand,
  type ServiceLastAccessed,
  type TrackedActionLastAccessed,
} from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import type { Column } from '../../table/column.ts'
import { ResourceTable } from '../../table/resource-table.tsx'
import { allOf } from '../../table/rows.ts'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { lastAccessed as words } from '../../words/last-accessed.ts'

/** By which policies somebody may call a service, and which actions they used where that is known. */
export function ServiceAccessDialog(props: {
  readonly arn: string
  readonly service: ServiceLastAccessed
  readonly onDismiss: () => void
}) {
  const { arn, service, onDismiss } = props
  const { ServiceName = '', ServiceNamespace = '', TrackedActionsLastAccessed: actions } = service
  return (
    <Modal visible size="large" header={ServiceName} closeAriaLabel={common.close} onDismiss={onDismiss}>
      <SpaceBetween size="l">
        <GrantingPolicies arn={arn} namespace={ServiceNamespace} />
        {actions ? (
          <ResourceTable
            id="tracked-actions"
            pages={allOf(actions)}
            columns={columns}
            rowKey={({ ActionName = '' }) => ActionName}
            words={{
              title: words.allowedActions,
              plural: words.allowedActionsPlural,
              emptyTitle: words.noActions,
              empty: words.actionsNotTracked,
            }}
          />
        ) : (
          <Box color="text-body-secondary">{words.actionsNotTracked}</Box>
        )}
      </SpaceBetween>
    </Modal>
  )
}

function GrantingPolicies({ arn, namespace }: { readonly arn: string; readonly namespace: string }) {
  const { iam } = useClients()
  const read = useRead(['granting', arn, namespace], async () => {
    const { PoliciesGrantingServiceAccess = [] } = await iam.send(
      new ListPoliciesGrantingServiceAccessCommand({ Arn: arn, ServiceNamespaces: [namespace] }),
    )
    return PoliciesGrantingServiceAccess.flatMap(({ Policies = [] }) => Policies)
  })
  return (
    <div>
      <Box variant="h3">{words.grantingPolicies}</Box>
      <Readable read={read}>
        {policies => (
          <ul>
            {policies.map(({ PolicyName = '', PolicyType, PolicyArn }) => (
              <li key={PolicyArn ?? PolicyName}>
                {PolicyName} ({words.policyTypes[PolicyType ?? 'MANAGED']})
              </li>
            ))}
          </ul>
        )}
      </Readable>
    </div>
  )
}

const columns: readonly Column<TrackedActionLastAccessed>[] = [
  {
    id: 'action',
    header: words.action,
    cell: ({ ActionName }) => ActionName,
    value: ({ ActionName }) => ActionName,
    minWidth: 260,
  },
  {
    id: 'accessed',
    header: words.lastAccessed,
    cell: ({ LastAccessedTime: date }) => (date ? instant(date) : words.notAccessed),
    value: ({ LastAccessedTime: date }) => date?.getTime(),
  },
]
