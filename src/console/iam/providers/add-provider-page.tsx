import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useWrite } from '../../api/read.ts'
import { useFlash } from '../../shell/flash.tsx'
import { Page } from '../../shell/page.tsx'
import { TagsEditor } from '../../tags/tags-editor.tsx'
import { type ProviderType, providers as words } from '../../words/providers.ts'
import { FormPage } from '../permissions/form-page.tsx'
import { MetadataField } from './metadata-field.tsx'
import { nameOf, providerPath, providersPath } from './provider.ts'
import { emptyForm, type FormFaults, faultsOf, makeProvider, type ProviderForm } from './provider-form.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create.html */
export default function AddProviderPage() {
  const clients = useClients()
  const navigate = useNavigate()
  const flash = useFlash()
  const [form, setForm] = useState(emptyForm)
  const [isTried, setTried] = useState(false)
  const faults = faultsOf(form)
  const change = (changes: Partial<ProviderForm>) => setForm(now => ({ ...now, ...changes }))
  const write = useWrite(() => makeProvider(clients, form), [['providers']])
  const submit = () => {
    setTried(true)
    if (Object.keys(faults).length > 0 || !form.areTagsValid) return
    write.mutate(undefined, {
      onSuccess: arn => {
        flash({ type: 'success', content: words.added(nameOf(arn)) })
        void navigate(providerPath(arn))
      },
    })
  }
  const Fields = form.type === 'saml' ? SamlFields : OidcFields
  return (
    <Page title={words.addTitle} breadcrumbs={[{ text: words.title, href: providersPath }]}>
      <FormPage
        submit={words.add}
        onSubmit={submit}
        isBusy={write.isPending}
        error={write.error}
        back={providersPath}
      >
        <Container>
          <FormField label={words.providerType} stretch>
            <Tiles
              value={form.type}
              items={(['saml', 'oidc'] as const).map(value => ({
                value,
                label: words.types[value],
                description: words.typeHints[value],
              }))}
              onChange={({ detail }) => change({ type: detail.value as ProviderType })}
            />
          </FormField>
        </Container>
        <Container>
          <Fields form={form} change={change} faults={isTried ? faults : {}} />
        </Container>
        <Container header={<Header variant="h2">{words.tags}</Header>}>
          <TagsEditor tags={form.tags} onChange={(tags, areTagsValid) => change({ tags, areTagsValid })} />
        </Container>
      </FormPage>
    </Page>
  )
}

interface FieldsProps {
  readonly form: ProviderForm
  readonly change: (changes: Partial<ProviderForm>) => void
  readonly faults: FormFaults
}

function SamlFields({ form, change, faults }: FieldsProps) {
  return (
    <SpaceBetween size="l">
      <FormField label={words.samlName} constraintText={words.samlNameHint} errorText={faults.name}>
        <Input
          value={form.name}
          autoComplete={false}
          onChange={({ detail }) => change({ name: detail.value.trim() })}
        />
      </FormField>
      <MetadataField
        file={form.metadata}
        onChange={metadata => change({ metadata })}
        fault={faults.metadata}
      />
    </SpaceBetween>
  )
}

function OidcFields({ form, change, faults }: FieldsProps) {
  return (
    <SpaceBetween size="l">
      <FormField label={words.url} description={words.urlHint} errorText={faults.url}>
        <Input
          value={form.url}
          type="url"
          placeholder="https://"
          autoComplete={false}
          onChange={({ detail }) => change({ url: detail.value.trim() })}
        />
      </FormField>
      <FormField label={words.audience} description={words.audienceHint} errorText={faults.audience}>
        <Input
          value={form.audience}
          autoComplete={false}
          onChange={({ detail }) => change({ audience: detail.value.trim() })}
        />
      </FormField>
    </SpaceBetween>
  )
}
