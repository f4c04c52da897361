import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type SubmitEvent, useState } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { type RoleColor, roleColors, type SwitchAnswer } from '../../server/console/protocol.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { useSession } from '../session/session.tsx'
import { useFlash } from '../shell/flash.tsx'
import { accountName, accountTyped, defaultDisplayName } from '../shell/names.ts'
import { Page } from '../shell/page.tsx'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { switchRole as words } from '../words/switch-role.ts'
import { ColorChoice } from './color-choice.tsx'
import { RefusedSwitch } from './refused-switch.tsx'

type Refused = Extract<SwitchAnswer, { state: 'refused' }>

/**
 * `/switchrole?account=…&roleName=…&displayName=…&color=…`, the links that administrators hand out, and the form they
 * fill in. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
 */
export default function SwitchRolePage() {
  const { session } = useSession()
  return (
    <Page title={words.title} description={words.description} contentType="form">
      {session.identity.kind === 'root' ? (
        <Alert type="info" header={words.rootTitle}>
          {words.root}
        </Alert>
      ) : (
        <SwitchRoleForm />
      )}
    </Page>
  )
}

function SwitchRoleForm() {
  const { session, switchRole } = useSession()
  const navigate = useNavigate()
  const flash = useFlash()
  const form = useSwitchForm()
  const { roleName, displayName, color } = form.values
  const account = accountTyped(form.values.account)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [refused, setRefused] = useState(useRefusedBefore())
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (!form.check()) return
    setBusy(true)
    setError(null)
    setRefused(undefined)
    try {
      const name = displayName.trim()
      const answer = await switchRole({ account, roleName, color, ...(name !== '' && { displayName: name }) })
      if (answer.state === 'refused') {
        setRefused(answer)
        return
      }
      const { role } = answer.session
      if (role)
        flash({
          type: 'success',
          topic: 'identity',
          content: shell.switched(role.roleName, accountName(role)),
        })
      void navigate('/console/home/start')
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
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
          <Container>
            <SpaceBetween size="l">
              <FormField
                label={words.account}
                description={words.accountHint}
                errorText={form.faults.account}
              >
                <Input
                  value={form.values.account}
                  autoComplete={false}
                  onChange={({ detail }) => form.set({ account: detail.value })}
                />
              </FormField>
              <FormField
                label={words.roleName}
                description={words.roleNameHint}
                errorText={form.faults.roleName}
              >
                <Input
                  value={roleName}
                  autoComplete={false}
                  onChange={({ detail }) => form.set({ roleName: detail.value })}
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
                  placeholder={account && roleName ? defaultDisplayName({ account, roleName }) : ''}
                  autoComplete={false}
                  onChange={({ detail }) => form.set({ displayName: detail.value })}
                />
              </FormField>
              <ColorChoice
                color={color}
                preview={
                  displayName ||
                  (account && roleName ? defaultDisplayName({ account, roleName }) : words.displayName)
                }
                onChange={chosen => form.set({ color: chosen })}
              />
              {session.role && (
                <Box color="text-body-secondary">{words.asIdentity(session.identity.name)}</Box>
              )}
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  )
}

/** The fields, filled in from the link, and what is missing once somebody has tried. */
function useSwitchForm() {
  const [search] = useSearchParams()
  const [values, setValues] = useState(() => ({
    account: search.get('account')?.trim() ?? '',
    roleName: search.get('roleName')?.trim() ?? '',
    displayName: search.get('displayName') ?? '',
    color: colorOf(search.get('color')),
  }))
  const [isTried, setTried] = useState(false)
  const faults = {
    account: isTried && values.account.trim() === '' ? words.accountMissing : '',
    roleName: isTried && values.roleName === '' ? words.roleNameMissing : '',
  }
  return {
    values,
    faults,
    set: (changed: Partial<typeof values>) => setValues(before => ({ ...before, ...changed })),
    check: () => {
      setTried(true)
      return values.account.trim() !== '' && values.roleName !== ''
    },
  }
}

/** A switch from the role history was refused a moment ago. */
function useRefusedBefore(): Refused | undefined {
  const { state } = useLocation() as { state: { refused?: Refused } | null }
  return state?.refused
}

/** AWS's own links name colours by their digits (`F2B0A9`): those of its palette become the nearest of ours. */
const awsColors: Readonly<Record<string, RoleColor>> = {
  F2B0A9: 'red',
  FBBF93: 'orange',
  FAD791: 'yellow',
  B7CA9D: 'green',
  '99BCE3': 'blue',
}

function colorOf(text: string | null): RoleColor {
  const wanted = (text ?? '').replace(/^#/, '')
  return roleColors.find(color => color === wanted.toLowerCase()) ?? awsColors[wanted.toUpperCase()] ?? 'blue'
}
