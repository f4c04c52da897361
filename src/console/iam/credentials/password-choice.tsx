import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { credentials } from '../../words/credentials.ts'

const { password: words } = credentials

/** The password that somebody gets from an administrator. */
export interface PasswordChoice {
  readonly isGenerated: boolean
  readonly custom: string
  /** At the next sign-in they have to choose one that nobody else knows. */
  readonly mustReset: boolean
}

export const firstPasswordChoice: PasswordChoice = { isGenerated: true, custom: '', mustReset: true }

export function isPasswordMissing({ isGenerated, custom }: PasswordChoice): boolean {
  return !isGenerated && custom === ''
}

export function PasswordFields(props: {
  readonly choice: PasswordChoice
  readonly onChange: (changed: Partial<PasswordChoice>) => void
  readonly isTried: boolean
}) {
  const { choice, onChange, isTried } = props
  const [isShown, setShown] = useState(false)
  return (
    <SpaceBetween size="m">
      <FormField label={words.console}>
        <RadioGroup
          value={choice.isGenerated ? 'generated' : 'custom'}
          items={[
            { value: 'generated', label: words.generated, description: words.generatedHint },
            { value: 'custom', label: words.custom, description: words.customHint },
          ]}
          onChange={({ detail }) => onChange({ isGenerated: detail.value === 'generated' })}
        />
      </FormField>
      {!choice.isGenerated && (
        <SpaceBetween size="xs">
          <FormField
            label={words.customField}
            errorText={isTried && isPasswordMissing(choice) ? words.missing : ''}
          >
            <Input
              value={choice.custom}
              type={isShown ? 'text' : 'password'}
              autoComplete="new-password"
              onChange={({ detail }) => onChange({ custom: detail.value })}
            />
          </FormField>
          <Checkbox checked={isShown} onChange={({ detail }) => setShown(detail.checked)}>
            {words.showIt}
          </Checkbox>
        </SpaceBetween>
      )}
      <Checkbox
        checked={choice.mustReset}
        description={words.mustResetHint}
        onChange={({ detail }) => onChange({ mustReset: detail.checked })}
      >
        {words.mustReset}
      </Checkbox>
    </SpaceBetween>
  )
}
