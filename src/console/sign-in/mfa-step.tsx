import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import { signIn as words } from '../words/sign-in.ts'
import { type StepEnds, useNextStep } from './next-step.ts'
import type { Step } from './step.ts'
import { StepForm } from './step-form.tsx'

/** The password was right; now the code of a device. */
export function MfaStep(props: StepEnds & { readonly step: Extract<Step, { kind: 'mfa' }> }) {
  const { isBusy, error, send } = useNextStep(props)
  const [code, setCode] = useState('')
  const [isTried, setTried] = useState(false)
  const typed = code.replace(/\s/g, '')
  const isWhole = /^\d{6}$/.test(typed)
  const submit = () => {
    setTried(true)
    if (!isWhole) return
    setCode('')
    setTried(false)
    void send({ ...props.step.as, mfaCode: typed })
  }
  const wrong = props.step.codeWasWrong && code === '' ? words.mfaWrong : ''
  return (
    <StepForm
      title={words.mfaTitle}
      description={words.mfa}
      submit={words.submit}
      isBusy={isBusy}
      error={error}
      onSubmit={submit}
      below={<StartOver onClick={() => props.onStep({ kind: 'credentials' })} />}
    >
      <FormField
        label={words.mfaCode}
        errorText={isTried && !isWhole ? words.mfaCodeMissing : isBusy ? '' : wrong}
      >
        <Input
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          onChange={({ detail }) => setCode(detail.value)}
        />
      </FormField>
    </StepForm>
  )
}

export function StartOver({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="inline-link" formAction="none" onClick={onClick}>
      {words.startOver}
    </Button>
  )
}
