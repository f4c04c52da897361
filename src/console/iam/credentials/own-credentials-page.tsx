import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { Copyable } from '../../copy/copyable.tsx'
import { useSession } from '../../session/session.tsx'
import { Page } from '../../shell/page.tsx'
import { credentials } from '../../words/credentials.ts'
import { accessKeys } from './access-keys.tsx'
import { ChangePassword } from './change-password.tsx'
import { CredentialsPanel } from './credentials-panel.tsx'
import { MfaPanel } from './mfa-panel.tsx'
import { serviceCredentials } from './service-credentials.tsx'
import { signingCertificates } from './signing-certificates.ts'
import { sshKeys } from './ssh-keys.ts'

const { own: words } = credentials

/** Of whoever is signed in: https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html */
export default function OwnCredentialsPage() {
  const { identity, role } = useSession().session
  return (
    <Page title={words.title}>
      {role ? (
        <Alert type="info" header={words.roleTitle}>
          {words.role}
        </Alert>
      ) : (
        <SpaceBetween size="l">
          <Account />
          {panels[identity.kind](identity.name)}
        </SpaceBetween>
      )}
    </Page>
  )
}

type Kind = ReturnType<typeof useSession>['session']['identity']['kind']

const panels: Readonly<Record<Kind, (name: string) => ReactNode>> = {
  user: name => <UserPanels name={name} />,
  root: () => (
    <SpaceBetween size="l">
      <Alert type="warning" header={words.rootTitle}>
        {words.root}
      </Alert>
      <MfaPanel owner={{ userName: undefined }} />
      <CredentialsPanel owner={{ userName: undefined }} kind={accessKeys} />
    </SpaceBetween>
  ),
  'role-session': federated,
  'federated-user': federated,
}

function federated() {
  return (
    <Alert type="info" header={words.federatedTitle}>
      {words.federated}
    </Alert>
  )
}

function Account() {
  const { name, account, arn } = useSession().session.identity
  return (
    <Container header={<Header variant="h2">{words.accountDetails}</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[
          { label: words.name, value: name },
          { label: words.account, value: <Copyable what={words.account} text={account} /> },
          { label: words.arn, value: <Copyable what={words.arn} text={arn} /> },
        ]}
      />
    </Container>
  )
}

function UserPanels({ name }: { readonly name: string }) {
  const owner = { userName: name }
  return (
    <SpaceBetween size="l">
      <ChangePassword userName={name} />
      <MfaPanel owner={owner} />
      <CredentialsPanel owner={owner} kind={accessKeys} />
      <CredentialsPanel owner={owner} kind={sshKeys} />
      <CredentialsPanel owner={owner} kind={serviceCredentials} />
      <CredentialsPanel owner={owner} kind={signingCertificates} />
    </SpaceBetween>
  )
}
