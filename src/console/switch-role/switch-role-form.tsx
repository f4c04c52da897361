import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type SubmitEvent, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { SwitchAnswer } from '../../server/console/protocol.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { useSession } from '../session/session.tsx'
import { useFlash } from '../shell/flash.tsx'
import { accountName, accountTyped, defaultDisplayName } from '../shell/names.ts'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { switchRole as words } from '../words/switch-role.ts'
import { ColorChoice } from './color-choice.tsx'
import { RefusedSwitch } from './refused-switch.tsx'
import type { SwitchForm } from './switch-form.ts'

type Refused = Extract<SwitchAnswer, { state: 'refused' }>

export function SwitchRoleForm({ form }: { readonly form: SwitchForm }) {
  const navigate = useNavigate()
  const { submit, isBusy, error, refused } = useSubmit(form)
  return (
    <form onSubmit={event => void submit(event)} noValidate>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={() => void navigate('/console/home/start')}>
              {common.cancel}
            </Button>
            <Button variant="primary" loading={isBusy}>
              {words.submit}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {refused && <RefusedSwitch refused={refused} />}
          <FaultNotice error={error} />
          <Fields form={form} />
        </SpaceBetween>
      </Form>
    </form>
  )
}

function useSubmit({ values, check }: SwitchForm) {
  const { switchRole } = useSession()
  const navigate = useNavigate()
  const flash = useFlash()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [refused, setRefused] = useState(useRefusedBefore())
  const switchAs = async () => {
    const { roleName, color } = values
    const displayName = values.displayName.trim()
    const answer = await switchRole({
      account: accountTyped(values.account),
      roleName,
      color,
      ...(displayName !== '' && { displayName }),
    })
    if (answer.state === 'refused') return setRefused(answer)
    const { role } = answer.session
    if (role) {
      const content = shell.switched(role.roleName, accountName(role))
      flash({ type: 'success', topic: 'identity', content })
    }
    void navigate('/console/home/start')
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!check()) return
    setBusy(true)
    setError(null)
    setRefused(undefined)
    try {
      await switchAs()
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return { submit, isBusy, error, refused }
}

function Fields({ form: { values, faults, set } }: { readonly form: SwitchForm }) {
  const { session } = useSession()
  const { roleName, displayName, color } = values
  const account = accountTyped(values.account)
  const byDefault = account && roleName ? defaultDisplayName({ account, roleName }) : ''
  return (
    <Container>
      <SpaceBetween size="l">
        <FormField label={words.account} description={words.accountHint} errorText={faults.account}>
          <Input
            value={values.account}
            autoComplete={false}
            onChange={({ detail }) => set({ account: detail.value })}
          />
        </FormField>
        <FormField label={words.roleName} description={words.roleNameHint} errorText={faults.roleName}>
          <Input
            value={roleName}
            autoComplete={false}
            onChange={({ detail }) => set({ roleName: detail.value })}
          />
        </FormField>
        <FormField
          label={
            <>
              {words.displayName} <i>- {common.optional}</i>
            </>
          }
          description={words.displayNameHint}
        >
          <Input
            value={displayName}
            placeholder={byDefault}
            autoComplete={false}
            onChange={({ detail }) => set({ displayName: detail.value })}
          />
        </FormField>
        <ColorChoice
          color={color}
          preview={displayName || byDefault || words.displayName}
          onChange={chosen => set({ color: chosen })}
        />
        {session.role && <Box color="text-body-secondary">{words.asIdentity(session.identity.name)}</Box>}
      </SpaceBetween>
    </Container>
  )
}

/** A switch from the role history was refused a moment ago. */
function useRefusedBefore(): Refused | undefined {
  const { state } = useLocation() as { state: { refused?: Refused } | null }
  return state?.refused
}
