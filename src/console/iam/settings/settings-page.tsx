import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { Readable } from '../../notice/readable.tsx'
import { useFollow } from '../../shell/link.tsx'
import { Page } from '../../shell/page.tsx'
import { settings as words } from '../../words/settings.ts'
import { readPasswordPolicy, requirementsOf } from './password-policy.ts'
import { TokensPanel } from './tokens-panel.tsx'

export default function SettingsPage() {
  return (
    <Page title={words.title}>
      <SpaceBetween size="l">
        <PasswordPolicyPanel />
        <TokensPanel />
      </SpaceBetween>
    </Page>
  )
}

function PasswordPolicyPanel() {
  const clients = useClients()
  const follow = useFollow()
  const policy = useRead(['password-policy'], () => readPasswordPolicy(clients))
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={words.passwordPolicyHint}
          actions={
            <Button
              href="/console/iam/settings/password-policy"
              ariaLabel={words.editTitle}
              onFollow={follow}
            >
              {words.edit}
            </Button>
          }
        >
          {words.passwordPolicy}
        </Header>
      }
    >
      <Readable read={policy}>
        {now => (
          <>
            <Box>{now === null ? words.isDefault : words.isCustom}</Box>
            <ul>
              {requirementsOf(now).map(requirement => (
                <li key={requirement}>{requirement}</li>
              ))}
            </ul>
          </>
        )}
      </Readable>
    </Container>
  )
}
