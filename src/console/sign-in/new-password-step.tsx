import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { signIn as words } from '../words/sign-in.ts'
import { StartOver } from './mfa-step.tsx'
import { type StepEnds, useNextStep } from './next-step.ts'
import type { Step } from './step.ts'
import { StepForm } from './step-form.tsx'

/** Somebody who must set a password of their own before anything else. */
export function NewPasswordStep(
  props: StepEnds & { readonly step: Extract<Step, { kind: 'new-password' }> },
) {
  const { challenge, password, message } = props.step
  const { isBusy, error, sendNewPassword } = useNextStep(props)
  const [wanted, setWanted] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (wanted === '' || wanted !== again) return
    void sendNewPassword(challenge, password, wanted)
  }
  return (
    <StepForm
      title={words.newPasswordTitle}
      description={words.newPassword}
      submit={words.savePassword}
      isBusy={isBusy}
      error={error}
      onSubmit={submit}
      below={<StartOver onClick={() => props.onStep({ kind: 'credentials' })} />}
    >
      {message !== undefined && (
        <Alert type="error" header={words.newPasswordRefused}>
          {message}
        </Alert>
      )}
      <FormField
        label={words.newPasswordField}
        errorText={isTried && wanted === '' ? words.newPasswordMissing : ''}
      >
        <Input
          value={wanted}
          type="password"
          autoComplete="new-password"
          autoFocus
          onChange={({ detail }) => setWanted(detail.value)}
        />
      </FormField>
      <FormField
        label={words.newPasswordAgain}
        errorText={isTried && wanted !== again ? words.newPasswordsDiffer : ''}
      >
        <Input
          value={again}
          type="password"
          autoComplete="new-password"
          onChange={({ detail }) => setAgain(detail.value)}
        />
      </FormField>
    </StepForm>
  )
}
