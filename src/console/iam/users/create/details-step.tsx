import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { createUser as words } from '../../../words/create-user.ts'
import {
  firstPasswordChoice,
  isPasswordMissing,
  type PasswordChoice,
  PasswordFields,
} from '../../credentials/password-choice.tsx'

export interface UserDetails {
  readonly name: string
  readonly hasConsoleAccess: boolean
  readonly password: PasswordChoice
}

export const noDetails: UserDetails = { name: '', hasConsoleAccess: false, password: firstPasswordChoice }

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html#API_CreateUser_RequestParameters */
export function nameFault(name: string): string | undefined {
  if (name === '') return words.nameMissing
  return /^[\w+=,.@-]{1,64}$/.test(name) ? undefined : words.nameForm
}

export function areDetailsRight({ name, hasConsoleAccess, password }: UserDetails): boolean {
  return nameFault(name) === undefined && !(hasConsoleAccess && isPasswordMissing(password))
}

export function DetailsStep(props: {
  readonly details: UserDetails
  readonly onChange: (changed: Partial<UserDetails>) => void
  readonly isTried: boolean
}) {
  const { details, onChange, isTried } = props
  const { name, hasConsoleAccess, password } = details
  return (
    <Container header={<Header variant="h2">{words.details}</Header>}>
      <SpaceBetween size="l">
        <FormField
          label={words.name}
          constraintText={words.nameHint}
          errorText={isTried ? nameFault(name) : ''}
        >
          <Input
            value={name}
            autoComplete={false}
            onChange={({ detail }) => onChange({ name: detail.value })}
          />
        </FormField>
        <Checkbox
          checked={hasConsoleAccess}
          description={words.consoleAccessHint}
          onChange={({ detail }) => onChange({ hasConsoleAccess: detail.checked })}
        >
          {words.consoleAccess}
        </Checkbox>
        {hasConsoleAccess && (
          <PasswordFields
            choice={password}
            onChange={changed => onChange({ password: { ...password, ...changed } })}
            isTried={isTried}
          />
        )}
      </SpaceBetween>
    </Container>
  )
}
