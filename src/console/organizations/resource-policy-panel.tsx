import { DeleteResourcePolicyCommand } from '@aws-sdk/client-organizations'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useKeptReads } from '../api/read.ts'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { Readable } from '../notice/readable.tsx'
import { readableDocument } from '../policies-picker/policy-document.ts'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { useFlash } from '../shell/flash.tsx'
import { useFollow } from '../shell/link.tsx'
import { resourcePolicy as words } from '../words/organization-settings.ts'
import { resourcePolicyPath } from './organizations-paths.ts'
import { mostCharacters, resourcePolicyKey, useResourcePolicy } from './resource-policy-read.ts'

/** By which member accounts are let at the organization: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html */
export function ResourcePolicyPanel() {
  const policy = useResourcePolicy()
  return (
    <Container header={<PanelHeader text={policy.data ?? ''} />}>
      <Readable read={policy}>
        {text =>
          text === '' ? (
            <Box textAlign="center">
              <Box variant="strong">{words.noneTitle}</Box>
              <Box color="text-body-secondary">{words.none}</Box>
            </Box>
          ) : (
            <PolicyEditor
              key={text}
              text={readableDocument(text)}
              onChange={() => {}}
              kind="resource"
              limit={mostCharacters}
              readOnly
              startsWith="json"
            />
          )
        }
      </Readable>
    </Container>
  )
}

/** Who may not read a policy may be allowed to write one. */
function PanelHeader({ text }: { readonly text: string }) {
  const follow = useFollow()
  const [isDeleting, setDeleting] = useState(false)
  return (
    <Header
      variant="h2"
      description={words.hint}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {text !== '' && (
            <Button ariaLabel={words.deleteTitle} onClick={() => setDeleting(true)}>
              {words.delete}
            </Button>
          )}
          <Button href={resourcePolicyPath} onFollow={follow}>
            {words.edit}
          </Button>
        </SpaceBetween>
      }
    >
      {words.title}
      {isDeleting && <DeletePolicy onDismiss={() => setDeleting(false)} />}
    </Header>
  )
}

function DeletePolicy({ onDismiss }: { readonly onDismiss: () => void }) {
  const { organizations } = useClients()
  const { readAgain } = useKeptReads()
  const flash = useFlash()
  return (
    <DeleteDialog
      kind={words.kind}
      name={words.kind}
      title={words.deleteTitle}
      confirmation={words.deleteWord}
      attached={async () => []}
      remove={() => organizations.send(new DeleteResourcePolicyCommand({}))}
      onDeleted={() => {
        void readAgain(resourcePolicyKey)
        flash({ type: 'success', topic: 'organization', content: words.deleted })
        onDismiss()
      }}
      onDismiss={onDismiss}
    />
  )
}
