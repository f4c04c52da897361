import { DeleteBucketPolicyCommand, GetBucketPolicyStatusCommand } from '@aws-sdk/client-s3'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useKeptReads, useRead } from '../api/read.ts'
import { CopyButton } from '../copy/copyable.tsx'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { useFlash } from '../shell/flash.tsx'
import { useFollow } from '../shell/link.tsx'
import { bucketSettingWords as words } from '../words/s3.ts'
import { useBucketPolicy } from './bucket-read.ts'
import { OpenTo } from './open-to.tsx'
import { PublicAccessPanel } from './public-access-panel.tsx'
import { bucketPolicyPath } from './s3-paths.ts'
import { SettingPanel } from './setting-panel.tsx'

interface OfBucket {
  readonly bucket: string
}

/** Whom the bucket lets in: what says so, and what keeps it from letting in everybody. */
export function PermissionsTab({ bucket }: OfBucket) {
  return (
    <SpaceBetween size="l">
      <AccessPanel bucket={bucket} />
      <PublicAccessPanel bucket={bucket} />
      <PolicyPanels bucket={bucket} />
    </SpaceBetween>
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
function AccessPanel({ bucket }: OfBucket) {
  const { s3 } = useClients()
  const isPublic = useRead(['bucket', bucket, 'policy-status'], async () => {
    const asked = s3.send(new GetBucketPolicyStatusCommand({ Bucket: bucket }))
    return (await orAbsent(asked, 'NoSuchBucketPolicy'))?.PolicyStatus?.IsPublic ?? false
  })
  return (
    <SettingPanel title={words.access}>
      <Readable read={isPublic}>
        {read => (
          <StatusIndicator type={read ? 'warning' : 'success'}>
            {read ? words.public : words.notPublic}
          </StatusIndicator>
        )}
      </Readable>
    </SettingPanel>
  )
}

function PolicyPanels({ bucket }: OfBucket) {
  const policy = useBucketPolicy(bucket)
  const text = policy.data
  return (
    <SpaceBetween size="l">
      {text !== undefined && text !== '' && <OpenTo text={text} />}
      <Container header={<PolicyHeader bucket={bucket} text={text} />}>
        <Readable read={policy}>
          {read =>
            read === '' ? (
              <Box textAlign="center">
                <Box variant="strong">{words.noPolicy}</Box>
                <Box color="text-body-secondary">{words.noPolicyText}</Box>
              </Box>
            ) : (
              <PolicyEditor
                text={readableDocument(read)}
                onChange={() => {}}
                kind="resource"
                readOnly
                startsWith="json"
              />
            )
          }
        </Readable>
      </Container>
    </SpaceBetween>
  )
}

/** Who may not read a policy may be allowed to write one. */
function PolicyHeader({ bucket, text }: OfBucket & { readonly text: string | undefined }) {
  const follow = useFollow()
  const [isDeleting, setDeleting] = useState(false)
  const isThere = text !== undefined && text !== ''
  return (
    <Header
      variant="h2"
      description={words.policyHint}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {isThere && <CopyButton what={words.policyName} text={readableDocument(text)} />}
          {isThere && <Button onClick={() => setDeleting(true)}>{words.delete}</Button>}
          <Button href={bucketPolicyPath(bucket)} onFollow={follow}>
            {words.editPolicy}
          </Button>
        </SpaceBetween>
      }
    >
      {words.policy}
      {isDeleting && <DeletePolicy bucket={bucket} onDismiss={() => setDeleting(false)} />}
    </Header>
  )
}

function DeletePolicy({ bucket, onDismiss }: OfBucket & { readonly onDismiss: () => void }) {
  const { s3 } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.policyKind}
      name={bucket}
      attached={async () => []}
      remove={() => s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }))}
      onDeleted={() => {
        void readAgain(['bucket', bucket])
        flash({ type: 'success', content: words.policyDeleted })
        onDismiss()
      }}
      onDismiss={onDismiss}
    />
  )
}
