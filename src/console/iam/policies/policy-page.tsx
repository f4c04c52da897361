import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { policyTypeOf } from '../../policies-picker/policy-type.ts'
import { Page } from '../../shell/page.tsx'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { policies as words } from '../../words/policies.ts'
import { policiesPicker } from '../../words/policies-picker.ts'
import { DeletePolicy } from './delete-policy.tsx'
import { EntitiesTab } from './entities-tab.tsx'
import { PermissionsTab } from './permissions-tab.tsx'
import { type PolicyDetails, policiesPath, useArn, usePolicy } from './policy.ts'
import { TagsTab } from './tags-tab.tsx'
import { VersionsTab } from './versions-tab.tsx'

/** One managed policy: what it says, who has it, its versions and tags. */
export default function PolicyPage() {
  const arn = useArn()
  const policy = usePolicy(arn)
  const [isDeleting, setDeleting] = useState(false)
  const navigate = useNavigate()
  const isOwn = policyTypeOf(arn) === 'customer'
  const title = arn.slice(arn.lastIndexOf('/') + 1)
  const breadcrumbs = [{ text: words.title, href: policiesPath }]
  if (arn === '') {
    return (
      <Page title={words.title} breadcrumbs={breadcrumbs}>
        <Alert type="warning">{words.noPolicy}</Alert>
      </Page>
    )
  }
  return (
    <Page
      title={title}
      breadcrumbs={breadcrumbs}
      actions={
        isOwn && (
          <Button disabled={!policy.data} onClick={() => setDeleting(true)}>
            {words.delete}
          </Button>
        )
      }
    >
      <Readable read={policy}>
        {details => (
          <SpaceBetween size="l">
            <Facts policy={details} />
            <PolicyTabs policy={details} isOwn={isOwn} />
            {isDeleting && (
              <DeletePolicy
                policy={details}
                onDeleted={() => void navigate(policiesPath)}
                onDismiss={() => setDeleting(false)}
              />
            )}
          </SpaceBetween>
        )}
      </Readable>
    </Page>
  )
}

function Facts({ policy }: { readonly policy: PolicyDetails }) {
  return (
    <Container header={<Header variant="h2">{words.details}</Header>}>
      <KeyValuePairs
        columns={2}
        minColumnWidth={250}
        items={[
          { label: words.type, value: policiesPicker.types[policyTypeOf(policy.Arn)] },
          { label: words.arn, value: <Copyable what={words.arn} text={policy.Arn} /> },
          { label: words.created, value: instant(policy.CreateDate) },
          { label: words.edited, value: instant(policy.UpdateDate) },
          ...(policy.Description === undefined
            ? []
            : [{ label: words.policyDescription, value: policy.Description || common.none }]),
        ]}
      />
    </Container>
  )
}

const tabIds = ['permissions', 'entities', 'versions', 'tags'] as const
type TabId = (typeof tabIds)[number]

/** Which tab is open stands in the address, so that it can be linked to. */
function PolicyTabs({ policy, isOwn }: { readonly policy: PolicyDetails; readonly isOwn: boolean }) {
  const [search, setSearch] = useSearchParams()
  const open: TabId = tabIds.find(id => id === search.get('tab')) ?? 'permissions'
  const content: Readonly<Record<TabId, ReactNode>> = {
    permissions: <PermissionsTab policy={policy} isOwn={isOwn} />,
    entities: <EntitiesTab policy={policy} />,
    versions: <VersionsTab policy={policy} isOwn={isOwn} />,
    tags: <TagsTab arn={policy.Arn} />,
  }
  // AWS's own policies have no tags.
  const ids = tabIds.filter(id => id !== 'tags' || isOwn)
  return (
    <Tabs
      activeTabId={open}
      ariaLabel={policy.PolicyName}
      onChange={({ detail }) => setSearch({ arn: policy.Arn, tab: detail.activeTabId }, { replace: true })}
      tabs={ids.map(id => ({ id, label: words[id], content: content[id] }))}
    />
  )
}
