import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { Readable } from '../../notice/readable.tsx'
import { readableDocument } from '../../policies-picker/policy-document.ts'
import { PolicyView } from '../../policy-editor/policy-view.tsx'
import { useFollow } from '../../shell/link.tsx'
import { policies as words } from '../../words/policies.ts'
import { PermissionsSummary } from './permissions-summary.tsx'
import { editPath, type PolicyDetails, useVersionText } from './policy.ts'

/** The version in force, summed up by service or as it is written. */
export function PermissionsTab(props: { readonly policy: PolicyDetails; readonly isOwn: boolean }) {
  const { policy, isOwn } = props
  const text = useVersionText(policy.Arn, policy.DefaultVersionId)
  const [view, setView] = useState('summary')
  const follow = useFollow()
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={words.permissionsDescription}
          actions={
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              {isOwn && (
                <Button href={editPath(policy.Arn)} onFollow={follow}>
                  {words.edit}
                </Button>
              )}
              <SegmentedControl
                label={words.show}
                selectedId={view}
                options={[
                  { id: 'summary', text: words.summary },
                  { id: 'json', text: words.json },
                ]}
                onChange={({ detail }) => setView(detail.selectedId)}
              />
            </SpaceBetween>
          }
        >
          {words.permissionsTitle}
        </Header>
      }
    >
      <Readable read={text}>
        {document =>
          view === 'summary' ? (
            <PermissionsSummary text={document} />
          ) : (
            <PolicyView text={isOwn ? document : readableDocument(document)} kind="identity" managed />
          )
        }
      </Readable>
    </Container>
  )
}
