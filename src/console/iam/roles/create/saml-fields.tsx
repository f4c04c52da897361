import { ListSAMLProvidersCommand } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import { useClients } from '../../../api/clients.ts'
import { useRead } from '../../../api/read.ts'
import { createRole as words } from '../../../words/create-role.ts'
import { ProviderChoice } from './provider-choice.tsx'
import { samlSignIn } from './trust-choice.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml */
const attributes = ['SAML:aud', 'SAML:iss', 'SAML:sub', 'SAML:sub_type', 'SAML:namequalifier', 'SAML:doc']
const attributeOptions = attributes.map(value => ({ value, label: value }))

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */
export function SamlFields(props: TrustFieldsProps) {
  const { iam } = useClients()
  const providers = useRead(['providers', 'saml'], async () => {
    const { SAMLProviderList = [] } = await iam.send(new ListSAMLProvidersCommand({}))
    return SAMLProviderList.flatMap(({ Arn }) => Arn ?? [])
  })
  const { choice, onChange, faults } = props
  return (
    <ProviderChoice
      label={words.samlProvider}
      providers={providers}
      nameOf={arn => arn.slice(arn.lastIndexOf('/') + 1)}
      noneTitle={words.noSamlProviders}
      chosen={choice.samlProvider}
      fault={faults.samlProvider}
      onChoose={samlProvider => onChange({ samlProvider })}
    >
      <FormField label={words.samlAccess} stretch>
        <RadioGroup
          value={choice.samlAccess}
          items={[
            { value: 'programmatic', label: words.samlProgrammatic },
            { value: 'console', label: words.samlConsole, description: samlSignIn },
          ]}
          onChange={({ detail }) =>
            onChange({ samlAccess: detail.value === 'console' ? 'console' : 'programmatic' })
          }
        />
      </FormField>
      {choice.samlAccess === 'programmatic' && <AttributeFields {...props} />}
    </ProviderChoice>
  )
}

function AttributeFields({ choice, onChange, faults }: TrustFieldsProps) {
  return (
    <>
      <FormField label={words.samlAttribute}>
        <Select
          options={attributeOptions}
          selectedOption={attributeOptions.find(({ value }) => value === choice.samlAttribute) ?? null}
          onChange={({ detail }) => onChange({ samlAttribute: detail.selectedOption.value ?? 'SAML:aud' })}
        />
      </FormField>
      <FormField label={words.samlValue} errorText={faults.samlValue}>
        <Input
          value={choice.samlValue}
          autoComplete={false}
          onChange={({ detail }) => onChange({ samlValue: detail.value.trim() })}
        />
      </FormField>
    </>
  )
}
