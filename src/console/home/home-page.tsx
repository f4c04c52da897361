import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Copyable } from '../copy/copyable.tsx'
import { useSession } from '../session/session.tsx'
import { PageLink } from '../shell/link.tsx'
import { hasPage, sections } from '../shell/navigation.ts'
import { Page } from '../shell/page.tsx'
import { home as words } from '../words/home.ts'
import { instant } from '../words/instant.ts'

/** Where one lands: who one is, and what one might want to do. */
export default function HomePage() {
  const { session } = useSession()
  const { identity, role } = session
  return (
    <Page
      title={words.title}
      description={role ? words.welcomeRole(role.displayName, identity.name) : words.welcome(identity.name)}
    >
      <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
        <SpaceBetween size="l">
          <Tasks />
          <Services />
        </SpaceBetween>
        <Account />
      </Grid>
    </Page>
  )
}

function Tasks() {
  const shortcuts = words.shortcuts.filter(({ href }) => href === '/switchrole' || hasPage(href))
  return (
    <Container header={<Header variant="h2">{words.tasks}</Header>}>
      <SpaceBetween size="m">
        {shortcuts.map(({ text, description, href }) => (
          <div key={href}>
            <PageLink to={href} variant="primary">
              {text}
            </PageLink>
            <Box color="text-body-secondary">{description}</Box>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  )
}

function Account() {
  const { session, inForce } = useSession()
  const { identity, role } = session
  const { account, accountAlias } = inForce
  const link = `${location.origin}/console/${accountAlias ?? account}`
  return (
    <Container header={<Header variant="h2">{words.account}</Header>}>
      <KeyValuePairs
        columns={1}
        items={[
          { label: words.accountId, value: <Copyable what={words.accountId} text={account} /> },
          {
            label: words.accountAlias,
            value: accountAlias ? <Copyable what={words.accountAlias} text={accountAlias} /> : words.noAlias,
          },
          { label: words.signInLink, value: <Copyable what={words.signInLink} text={link} /> },
          { label: words.arn, value: <Copyable what={words.arn} text={inForce.arn} /> },
          { label: words.signedInWith, value: identity.mfa ? words.passwordAndMfa : words.password },
          { label: words.until, value: instant(role?.expiresAt ?? session.expiresAt) },
        ]}
      />
    </Container>
  )
}

function Services() {
  return (
    <Container header={<Header variant="h2">{words.services}</Header>}>
      <SpaceBetween size="s">
        {sections
          .filter(({ section }) => section !== 'home')
          .map(({ section, name, description, href }) => (
            <div key={section}>
              <PageLink to={href} variant="primary">
                {name}
              </PageLink>
              <Box color="text-body-secondary">{description}</Box>
            </div>
          ))}
      </SpaceBetween>
    </Container>
  )
}
