import { CreateAccountAliasCommand, DeleteAccountAliasCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useId, useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { FaultNotice } from '../../notice/fault-notice.tsx'
import { useKeeper } from '../../session/session.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { common } from '../../words/common.ts'
import { dashboard as words } from '../../words/dashboard.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-alias.html */
const alias = /^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/

export function AliasDialog({
  now,
  onDismiss,
}: {
  readonly now: string | null
  readonly onDismiss: () => void
}) {
  const { iam } = useClients()
  const keeper = useKeeper()
  const flash = useFlash()
  const formId = useId()
  const [text, setText] = useState(now ?? '')
  const [isTried, setTried] = useState(false)
  // An account has one alias: a new one takes the place of the one before.
  const write = useWrite(
    (wanted: string | null) =>
      wanted === null
        ? iam.send(new DeleteAccountAliasCommand({ AccountAlias: now ?? '' }))
        : iam.send(new CreateAccountAliasCommand({ AccountAlias: wanted })),
    [['account-alias']],
  )
  const change = (wanted: string | null) =>
    write.mutate(wanted, {
      onSuccess: () => {
        flash({ type: 'success', content: wanted === null ? words.aliasDeleted : words.aliasSaved(wanted) })
        // The navigation bar shows it too.
        void keeper.check()
        onDismiss()
      },
    })
  const isRight = alias.test(text)
  return (
    <Modal
      visible
      header={words.aliasTitle}
      closeAriaLabel={common.close}
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {now !== null && (
              <Button disabled={write.isPending} onClick={() => change(null)}>
                {words.deleteAlias}
              </Button>
            )}
            <Button variant="link" onClick={onDismiss}>
              {common.cancel}
            </Button>
            <Button variant="primary" form={formId} loading={write.isPending}>
              {common.save}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setTried(true)
          if (isRight && !write.isPending) change(text)
        }}
      >
        <SpaceBetween size="m">
          <FormField
            label={words.aliasLabel}
            description={words.aliasHint}
            errorText={isTried && !isRight && words.aliasWrong}
          >
            <Input
              value={text}
              autoComplete={false}
              onChange={({ detail }) => setText(detail.value.trim())}
            />
          </FormField>
          <FaultNotice error={write.error} />
        </SpaceBetween>
      </form>
    </Modal>
  )
}
