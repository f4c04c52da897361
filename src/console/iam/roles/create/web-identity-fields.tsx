import { GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useClients } from '../../../api/clients.ts'
import { useRead } from '../../../api/read.ts'
import { Readable } from '../../../notice/readable.tsx'
import { common } from '../../../words/common.ts'
import { createRole as words } from '../../../words/create-role.ts'
import { ProviderChoice } from './provider-choice.tsx'
import { gitHubIssuer, issuerOf } from './trust-choice.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function WebIdentityFields(props: TrustFieldsProps) {
  const { iam } = useClients()
  const providers = useRead(['providers', 'oidc'], async () => {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}))
    return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? [])
  })
  const { choice, onChange, faults } = props
  return (
    <ProviderChoice
      label={words.webProvider}
      providers={providers}
      nameOf={issuerOf}
      noneTitle={words.noWebProviders}
      chosen={choice.webProvider}
      fault={faults.webProvider}
      onChoose={webProvider => onChange({ webProvider, audience: '' })}
    >
      {choice.webProvider !== '' && <Audience {...props} />}
      {issuerOf(choice.webProvider) === gitHubIssuer && <GitHubFields {...props} />}
    </ProviderChoice>
  )
}

function Audience({ choice, onChange, faults }: TrustFieldsProps) {
  const { iam } = useClients()
  const { webProvider } = choice
  const audiences = useRead(['oidc-provider', webProvider, 'audiences'], async () => {
    const { ClientIDList = [] } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: webProvider }),
    )
    return ClientIDList
  })
  return (
    <Readable read={audiences}>
      {clientIds => {
        const options = clientIds.map(value => ({ value, label: value }))
        return (
          <FormField label={words.audience} description={words.audienceHint} errorText={faults.audience}>
            <Select
              options={options}
              placeholder={words.chooseAudience}
              selectedOption={options.find(({ value }) => value === choice.audience) ?? null}
              onChange={({ detail }) => onChange({ audience: detail.selectedOption.value ?? '' })}
            />
          </FormField>
        )
      }}
    </Readable>
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub */
function GitHubFields({ choice, onChange, faults }: TrustFieldsProps) {
  const optional = (label: string) => (
    <>
      {label} <i>- {common.optional}</i>
    </>
  )
  return (
    <>
      <FormField
        label={words.gitHubOrganization}
        description={words.gitHubHint}
        errorText={faults.gitHubOrganization}
      >
        <Input
          value={choice.gitHubOrganization}
          autoComplete={false}
          onChange={({ detail }) => onChange({ gitHubOrganization: detail.value.trim() })}
        />
      </FormField>
      <FormField label={optional(words.gitHubRepository)}>
        <Input
          value={choice.gitHubRepository}
          autoComplete={false}
          onChange={({ detail }) => onChange({ gitHubRepository: detail.value.trim() })}
        />
      </FormField>
      <FormField label={optional(words.gitHubBranch)}>
        <Input
          value={choice.gitHubBranch}
          autoComplete={false}
          onChange={({ detail }) => onChange({ gitHubBranch: detail.value.trim() })}
        />
      </FormField>
    </>
  )
}
