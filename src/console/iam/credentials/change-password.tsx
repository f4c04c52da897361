import { ChangePasswordCommand } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { credentials } from '../../words/credentials.ts'
import { ownerKey } from './credential-owner.ts'

const { own: words } = credentials

/** One's own password, by who knows the one that there is. */
export function ChangePassword({ userName }: { readonly userName: string }) {
  const [isChanging, setChanging] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => setChanging(true)}>{words.change}</Button>}>
          {credentials.password.console}
        </Header>
      }
    >
      <Box color="text-body-secondary">{words.passwordHint}</Box>
      {isChanging && <ChangeDialog userName={userName} onDismiss={() => setChanging(false)} />}
    </Container>
  )
}

function ChangeDialog({
  userName,
  onDismiss,
}: {
  readonly userName: string
  readonly onDismiss: () => void
}) {
  const { iam } = useClients()
  const flash = useFlash()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setTried] = useState(false)
  const write = useWrite(
    () => iam.send(new ChangePasswordCommand({ OldPassword: current, NewPassword: next })),
    [ownerKey({ userName })],
  )
  const submit = () => {
    setTried(true)
    if (current === '' || next === '' || next !== again) return
    write.mutate(undefined, {
      onSuccess: () => {
        flash({ type: 'success', content: words.changed })
        onDismiss()
      },
    })
  }
  const missing = (value: string) => (isTried && value === '' ? words.missing : '')
  return (
    <FormDialog
      title={words.change}
      submit={words.change}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
    >
      <PasswordInput
        label={words.current}
        complete="current-password"
        value={current}
        onChange={setCurrent}
        fault={missing(current)}
      />
      <PasswordInput
        label={words.next}
        complete="new-password"
        value={next}
        onChange={setNext}
        fault={missing(next)}
      />
      <PasswordInput
        label={words.again}
        complete="new-password"
        value={again}
        onChange={setAgain}
        fault={isTried && next !== again ? words.differ : ''}
      />
    </FormDialog>
  )
}

function PasswordInput(props: {
  readonly label: string
  readonly complete: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly fault: string
}) {
  const { label, complete, value, onChange, fault } = props
  return (
    <FormField label={label} errorText={fault}>
      <Input
        type="password"
        value={value}
        autoComplete={complete}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  )
}
