import { ListSAMLProvidersCommand } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../../api/clients.ts'
import { useRead } from '../../../api/read.ts'
import { Readable } from '../../../notice/readable.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { ProvidersLink } from './providers-link.tsx'
import { samlSignIn } from './trust-choice.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml */
const attributes = ['SAML:aud', 'SAML:iss', 'SAML:sub', 'SAML:sub_type', 'SAML:namequalifier', 'SAML:doc']
const attributeOptions = attributes.map(value => ({ value, label: value }))

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */
export function SamlFields(props: TrustFieldsProps) {
  const { iam } = useClients()
  const providers = useRead(['saml-providers'], async () => {
    const { SAMLProviderList = [] } = await iam.send(new ListSAMLProvidersCommand({}))
    return SAMLProviderList.flatMap(({ Arn }) => Arn ?? [])
  })
  return (
    <Readable read={providers}>
      {arns =>
        arns.length === 0 ? (
          <Alert type="info" header={words.noSamlProviders}>
            {words.addProvider} <ProvidersLink />
          </Alert>
        ) : (
          <ProviderFields {...props} arns={arns} />
        )
      }
    </Readable>
  )
}

function ProviderFields(props: TrustFieldsProps & { readonly arns: readonly string[] }) {
  const { choice, onChange, faults, arns } = props
  const options = arns.map(value => ({ value, label: value.slice(value.lastIndexOf('/') + 1) }))
  return (
    <SpaceBetween size="l">
      <FormField label={words.samlProvider} errorText={faults.samlProvider}>
        <Select
          options={options}
          placeholder={words.chooseProvider}
          selectedOption={options.find(({ value }) => value === choice.samlProvider) ?? null}
          onChange={({ detail }) => onChange({ samlProvider: detail.selectedOption.value ?? '' })}
        />
      </FormField>
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
      {choice.samlAccess === 'programmatic' && <AttributeFields {...{ choice, onChange, faults }} />}
    </SpaceBetween>
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
