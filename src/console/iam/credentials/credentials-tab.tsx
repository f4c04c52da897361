import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Read } from '../../api/read.ts'
import { accessKeys } from './access-keys.tsx'
import { ConsoleSignIn } from './console-sign-in.tsx'
import { CredentialsPanel } from './credentials-panel.tsx'
import { MfaPanel } from './mfa-panel.tsx'
import { serviceCredentials } from './service-credentials.tsx'
import { signingCertificates } from './signing-certificates.ts'
import { sshKeys } from './ssh-keys.ts'

/** Everything that a user proves with who they are. */
export function CredentialsTab(props: {
  readonly userName: string
  /** Null where there was none. */
  readonly lastSignIn: Read<Date | null>
}) {
  const { userName, lastSignIn } = props
  return (
    <SpaceBetween size="l">
      <ConsoleSignIn userName={userName} lastSignIn={lastSignIn} />
      <MfaPanel owner={props} />
      <CredentialsPanel owner={props} kind={accessKeys} />
      <CredentialsPanel owner={props} kind={sshKeys} />
      <CredentialsPanel owner={props} kind={serviceCredentials} />
      <CredentialsPanel owner={props} kind={signingCertificates} />
    </SpaceBetween>
  )
}
