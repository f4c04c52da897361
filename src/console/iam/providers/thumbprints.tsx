import { UpdateOpenIDConnectProviderThumbprintCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { common } from '../../words/common.ts'
import { providers as words } from '../../words/providers.ts'

export function Thumbprints({
  arn,
  thumbprints,
}: {
  readonly arn: string
  readonly thumbprints: readonly string[]
}) {
  const [isEditing, setEditing] = useState(false)
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={words.thumbprintsHint}
          actions={<Button onClick={() => setEditing(true)}>{words.editThumbprints}</Button>}
        >
          {words.thumbprints}
        </Header>
      }
    >
      {thumbprints.length === 0 && <Box color="text-body-secondary">{words.noThumbprints}</Box>}
      {thumbprints.map(thumbprint => (
        <Box key={thumbprint} variant="code" display="block">
          {thumbprint}
        </Box>
      ))}
      {isEditing && (
        <EditThumbprints arn={arn} thumbprints={thumbprints} onDismiss={() => setEditing(false)} />
      )}
    </Container>
  )
}

const most = 5
const form = /^[0-9a-f]{40}$/i

function EditThumbprints(props: {
  readonly arn: string
  readonly thumbprints: readonly string[]
  readonly onDismiss: () => void
}) {
  const { arn, thumbprints, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const [text, setText] = useState(thumbprints.join('\n'))
  const wanted = text.split('\n').flatMap(line => line.trim() || [])
  const isRight = wanted.length > 0 && wanted.length <= most && wanted.every(line => form.test(line))
  const write = useWrite(
    () =>
      iam.send(
        new UpdateOpenIDConnectProviderThumbprintCommand({
          OpenIDConnectProviderArn: arn,
          ThumbprintList: wanted,
        }),
      ),
    [['oidc-provider', arn]],
  )
  return (
    <ConfirmDialog
      title={words.editThumbprints}
      confirm={common.save}
      isReady={isRight}
      run={() => write.mutateAsync()}
      onDone={() => {
        flash({ type: 'success', content: words.thumbprintsSaved })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <FormField label={words.thumbprintsLabel} errorText={!isRight && text !== '' && words.thumbprintsWrong}>
        <Textarea value={text} rows={5} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </ConfirmDialog>
  )
}
