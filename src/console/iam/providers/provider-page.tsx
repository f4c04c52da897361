import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { codeOf } from '../../api/fault.ts'
import { PageLink, useFollow } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import { providers as words } from '../../words/providers.ts'
import { createRolePath } from '../roles/role-paths.ts'
import { DeleteProvider } from './delete-provider.tsx'
import { OidcProvider } from './oidc-provider.tsx'
import { nameOf, providersPath, typeOf } from './provider.ts'
import { SamlProvider } from './saml-provider.tsx'

export default function ProviderPage() {
  const [search] = useSearchParams()
  const arn = search.get('arn') ?? ''
  const follow = useFollow()
  const navigate = useNavigate()
  const [isDeleting, setDeleting] = useState(false)
  const Details = typeOf(arn) === 'saml' ? SamlProvider : OidcProvider
  return (
    <Page
      title={nameOf(arn)}
      description={words.types[typeOf(arn)]}
      breadcrumbs={[{ text: words.title, href: providersPath }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button href={createRolePath} onFollow={follow}>
            {words.assignRole}
          </Button>
          <Button onClick={() => setDeleting(true)}>{words.delete}</Button>
        </SpaceBetween>
      }
    >
      <Details arn={arn} onFault={error => (codeOf(error) === 'NoSuchEntity' ? <Gone /> : undefined)} />
      {isDeleting && (
        <DeleteProvider
          arn={arn}
          onDeleted={() => void navigate(providersPath)}
          onDismiss={() => setDeleting(false)}
        />
      )}
    </Page>
  )
}

function Gone() {
  return (
    <Alert type="info" header={words.goneTitle}>
      {words.gone} <PageLink to={providersPath}>{words.allProviders}</PageLink>
    </Alert>
  )
}
