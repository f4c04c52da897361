import {
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  type PolicySummary,
} from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Tabs from '@cloudscape-design/components/tabs'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useClients } from '../api/clients.ts'
import { usePages } from '../api/pages.ts'
import { useWrite } from '../api/read.ts'
import { ConfirmDialog } from '../deleting/confirm-dialog.tsx'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { Readable } from '../notice/readable.tsx'
import { useFlash } from '../shell/flash.tsx'
import { PageLink, useFollow } from '../shell/link.tsx'
import { Page } from '../shell/page.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { common } from '../words/common.ts'
import { controlPolicies as words } from '../words/organizations.ts'
import { type ControlPolicyType, controlPolicyType, controlPolicyTypes } from './control-policy-type.ts'
import { InOrganization } from './in-organization.tsx'
import { organizationKey, useRoot } from './organization-read.ts'
import { createPolicyPath, policiesOfTypePath, policyPath } from './organizations-paths.ts'
import { policiesOfType } from './policies-of.ts'

const kindOf = ({ AwsManaged }: PolicySummary) => (AwsManaged ? words.awsManaged : words.customer)

const columns: readonly Column<PolicySummary>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ Id = '', Name }) => <PageLink to={policyPath(Id)}>{Name}</PageLink>,
    value: ({ Name }) => Name,
    minWidth: 220,
  },
  { id: 'kind', header: words.kind, cell: kindOf, value: kindOf, width: 180 },
  {
    id: 'description',
    header: words.description,
    cell: ({ Description }) => Description || common.none,
    value: ({ Description }) => Description,
    minWidth: 320,
  },
  { id: 'id', header: words.id, cell: ({ Id }) => Id, value: ({ Id }) => Id },
]

/** Control policies, a tab for each type. */
export default function PoliciesPage() {
  const type = controlPolicyType(useSearchParams()[0].get('type'))
  const navigate = useNavigate()
  return (
    <Page title={words.title}>
      <Tabs
        ariaLabel={words.tabs}
        activeTabId={type}
        onChange={({ detail }) =>
          void navigate(policiesOfTypePath(controlPolicyType(detail.activeTabId)), { replace: true })
        }
        tabs={controlPolicyTypes.map(id => ({
          id,
          label: words.types[id],
          content: id === type && (
            <InOrganization>
              <PoliciesOfType key={id} type={id} />
            </InOrganization>
          ),
        }))}
      />
    </Page>
  )
}

function PoliciesOfType({ type }: { readonly type: ControlPolicyType }) {
  const { organizations } = useClients()
  const follow = useFollow()
  const policies = usePages([organizationKey, 'policies', type], async () => ({
    items: await policiesOfType(organizations, type),
  }))
  const create = (
    <Button variant="primary" href={createPolicyPath(type)} onFollow={follow}>
      {words.create}
    </Button>
  )
  return (
    <SpaceBetween size="m">
      <TypeSwitch type={type} />
      <ResourceTable
        id="control-policies"
        pages={policies}
        columns={columns}
        rowKey={({ Id = '' }) => Id}
        words={{
          title: words.types[type],
          description: words.hints[type],
          plural: words.plural,
          emptyTitle: words.emptyTitle,
          empty: words.empty,
        }}
        actions={() => create}
        emptyAction={create}
      />
    </SpaceBetween>
  )
}

/** A type rules over nothing until it is enabled in the root. */
function TypeSwitch({ type }: { readonly type: ControlPolicyType }) {
  const root = useRoot()
  const { organizations } = useClients()
  const flash = useFlash()
  const [isDisabling, setDisabling] = useState(false)
  const name = words.types[type]
  const asked = { RootId: root.data?.Id, PolicyType: type }
  const enable = useWrite(() => organizations.send(new EnablePolicyTypeCommand(asked)), [[organizationKey]])
  const disable = useWrite(() => organizations.send(new DisablePolicyTypeCommand(asked)), [[organizationKey]])
  return (
    <Readable read={root}>
      {({ PolicyTypes = [] }) => {
        const isEnabled = PolicyTypes.some(({ Type, Status }) => Type === type && Status === 'ENABLED')
        return (
          <SpaceBetween size="s">
            <SpaceBetween direction="horizontal" size="m" alignItems="center">
              <StatusIndicator type={isEnabled ? 'success' : 'stopped'}>
                {isEnabled ? words.enabled : words.disabled}
              </StatusIndicator>
              {isEnabled ? (
                <Button ariaLabel={`${words.disable} ${name}`} onClick={() => setDisabling(true)}>
                  {words.disable}
                </Button>
              ) : (
                <Button
                  ariaLabel={`${words.enable} ${name}`}
                  loading={enable.isPending}
                  onClick={() =>
                    enable.mutate(undefined, {
                      onSuccess: () =>
                        flash({ type: 'success', topic: 'organization', content: words.enabledNow(name) }),
                    })
                  }
                >
                  {words.enable}
                </Button>
              )}
            </SpaceBetween>
            <FaultNotice error={enable.error} />
            {isDisabling && (
              <ConfirmDialog
                title={words.disableTitle(name)}
                confirm={words.disable}
                run={() => disable.mutateAsync()}
                onDone={() => {
                  flash({ type: 'success', topic: 'organization', content: words.disabledNow(name) })
                  setDisabling(false)
                }}
                onDismiss={() => setDisabling(false)}
              >
                <Box>{words.disableHint}</Box>
              </ConfirmDialog>
            )}
          </SpaceBetween>
        )
      }}
    </Readable>
  )
}
