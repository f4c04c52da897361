import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useSession } from '../../../session/session.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { accountIdTyped } from './account-id-text.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html */
export function AccountFields({ choice, onChange, faults }: TrustFieldsProps) {
  const { account } = useSession().inForce
  return (
    <SpaceBetween size="l">
      <FormField label={words.anAccount} description={words.anAccountHint} stretch>
        <RadioGroup
          value={choice.account}
          items={[
            { value: 'this', label: words.thisAccount(account) },
            { value: 'another', label: words.anotherAccount },
          ]}
          onChange={({ detail }) => onChange({ account: detail.value === 'another' ? 'another' : 'this' })}
        />
      </FormField>
      {choice.account === 'another' && (
        <FormField label={words.accountId} description={words.accountIdHint} errorText={faults.accountId}>
          <Input
            value={choice.accountId}
            inputMode="numeric"
            autoComplete={false}
            onChange={({ detail }) => onChange({ accountId: accountIdTyped(detail.value) })}
          />
        </FormField>
      )}
      <FormField label={words.options} stretch>
        <SpaceBetween size="s">
          <Checkbox
            checked={choice.needsExternalId}
            description={words.externalIdHint}
            onChange={({ detail }) => onChange({ needsExternalId: detail.checked })}
          >
            {words.needsExternalId}
          </Checkbox>
          {choice.needsExternalId && <ExternalId {...{ choice, onChange, faults }} />}
          <Checkbox
            checked={choice.needsMfa}
            description={words.mfaHint}
            onChange={({ detail }) => onChange({ needsMfa: detail.checked })}
          >
            {words.needsMfa}
          </Checkbox>
        </SpaceBetween>
      </FormField>
    </SpaceBetween>
  )
}

function ExternalId({ choice, onChange, faults }: TrustFieldsProps) {
  return (
    <Box padding={{ left: 'xl' }}>
      <FormField
        label={words.externalId}
        description={words.externalIdSwitching}
        errorText={faults.externalId}
      >
        <Input
          value={choice.externalId}
          autoComplete={false}
          onChange={({ detail }) => onChange({ externalId: detail.value })}
        />
      </FormField>
    </Box>
  )
}
