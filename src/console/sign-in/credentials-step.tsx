import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { SignIn } from '../../server/console/protocol.ts'
import { Choice } from '../shell/choice.tsx'
import { accountTyped } from '../shell/names.ts'
import { signIn as words } from '../words/sign-in.ts'
import { accountUsedLast, keepAccountUsedLast } from './account-used-last.ts'
import { type StepEnds, useNextStep } from './next-step.ts'
import type { Refused } from './step.ts'
import { StepForm } from './step-form.tsx'

const kinds = ['user', 'root'] as const satisfies readonly SignIn['as'][]

/** Account, name and password; of the root user the email address instead of a name. */
export function CredentialsStep(
  props: StepEnds & {
    readonly title: string
    readonly accountOfLink: string | undefined
    readonly hint: 'ended' | 'first' | undefined
    readonly refused: Refused | undefined
  },
) {
  const { isBusy, error, send } = useNextStep(props)
  const [kind, setKind] = useState<SignIn['as']>('user')
  const [account, setAccount] = useState(props.accountOfLink ?? accountUsedLast())
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    const wanted = accountTyped(account)
    if (wanted === '' || name === '' || password === '') return
    keepAccountUsedLast(wanted)
    const as: SignIn =
      kind === 'user'
        ? { as: 'user', account: wanted, userName: name, password }
        : { as: 'root', account: wanted, email: name, password }
    setPassword('')
    setTried(false)
    void send(as)
  }
  const missing = (value: string, text: string) => (isTried && value.trim() === '' ? text : '')
  return (
    <StepForm title={props.title} submit={words.submit} isBusy={isBusy} error={error} onSubmit={submit}>
      <SpaceBetween size="m">
        <Notice hint={props.hint} refused={isBusy ? undefined : props.refused} />
        <Choice label={words.as} options={kinds} names={words} chosen={kind} onChoose={setKind} />
        <FormField label={words.account} errorText={missing(account, words.accountMissing)}>
          <Input
            value={account}
            readOnly={props.accountOfLink !== undefined}
            autoComplete={false}
            autoFocus={account === ''}
            spellcheck={false}
            onChange={({ detail }) => setAccount(detail.value)}
          />
        </FormField>
        {kind === 'user' ? (
          <FormField label={words.userName} errorText={missing(name, words.userNameMissing)}>
            <Input
              value={name}
              name="username"
              autoComplete="username"
              autoFocus={account !== ''}
              spellcheck={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
        ) : (
          <FormField label={words.email} errorText={missing(name, words.emailMissing)}>
            <Input
              value={name}
              type="email"
              name="email"
              autoComplete="username"
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
        )}
        <FormField label={words.password} errorText={missing(password, words.passwordMissing)}>
          <Input
            value={password}
            type="password"
            name="password"
            autoComplete="current-password"
            onChange={({ detail }) => setPassword(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </StepForm>
  )
}

function Notice({
  hint,
  refused,
}: {
  readonly hint: 'ended' | 'first' | undefined
  readonly refused: Refused | undefined
}) {
  if (refused?.kind === 'refused') {
    return (
      <Alert type="error" header={words.refusedTitle}>
        {refused.message}
      </Alert>
    )
  }
  if (refused?.kind === 'too-many-attempts') {
    return (
      <Alert type="error" header={words.tooManyAttemptsTitle}>
        {words.tooManyAttempts(Math.ceil(refused.retryAfterSeconds / 60))}
      </Alert>
    )
  }
  if (refused?.kind === 'too-many-sessions') {
    return (
      <Alert type="error" header={words.tooManySessionsTitle}>
        {words.tooManySessions}
      </Alert>
    )
  }
  if (hint === undefined) return null
  return (
    <Alert type="info" header={hint === 'ended' ? words.endedTitle : words.firstTitle}>
      {words[hint]}
    </Alert>
  )
}
