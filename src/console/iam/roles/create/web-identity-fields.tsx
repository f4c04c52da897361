import { GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../../api/clients.ts'
import { useRead } from '../../../api/read.ts'
import { Readable } from '../../../notice/readable.tsx'
import { common } from '../../../words/common.ts'
import { createRole as words } from '../../../words/create-role.ts'
import { ProvidersLink } from './providers-link.tsx'
import { gitHubIssuer, issuerOf } from './trust-choice.ts'
import type { TrustFieldsProps } from './trust-fields.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function WebIdentityFields(props: TrustFieldsProps) {
  const { iam } = useClients()
  const providers = useRead(['oidc-providers'], async () => {
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}))
    return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? [])
  })
  return (
    <Readable read={providers}>
      {arns =>
        arns.length === 0 ? (
          <Alert type="info" header={words.noWebProviders}>
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
  const options = arns.map(value => ({ value, label: issuerOf(value) }))
  return (
    <SpaceBetween size="l">
      <FormField label={words.webProvider} errorText={faults.webProvider}>
        <Select
          options={options}
          placeholder={words.chooseProvider}
          selectedOption={options.find(({ value }) => value === choice.webProvider) ?? null}
          onChange={({ detail }) =>
            onChange({ webProvider: detail.selectedOption.value ?? '', audience: '' })
          }
        />
      </FormField>
      {choice.webProvider !== '' && <Audience {...props} />}
      {issuerOf(choice.webProvider) === gitHubIssuer && <GitHubFields {...props} />}
    </SpaceBetween>
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
