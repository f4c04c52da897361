import SpaceBetween from '@cloudscape-design/components/space-between'
import { Page } from '../shell/page.tsx'
import { organizationSettings as words } from '../words/organization-settings.ts'
import { DelegatedAdministrators } from './delegated-administrators.tsx'
import { InOrganization } from './in-organization.tsx'
import { ResourcePolicyPanel } from './resource-policy-panel.tsx'
import { TrustedServices } from './trusted-services.tsx'

/** Whom besides the management account the organization lets in: services, and accounts. */
export default function SettingsPage() {
  return (
    <Page title={words.title} description={words.description}>
      <InOrganization>
        <SpaceBetween size="l">
          <TrustedServices />
          <DelegatedAdministrators />
          <ResourcePolicyPanel />
        </SpaceBetween>
      </InOrganization>
    </Page>
  )
}
