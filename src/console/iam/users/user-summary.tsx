import type { AccessKeyMetadata, User } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Read } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { Readable } from '../../notice/readable.tsx'
import { ReadCell } from '../../table/read-cell.tsx'
import { instant } from '../../words/instant.ts'
import { users as words } from '../../words/users.ts'
import { useAccessKeys, useLoginProfile, useMfaDevices } from '../credentials/credential-owner.ts'
import { ageDays } from './user-columns.tsx'

export function UserSummary({ name, user }: { readonly name: string; readonly user: Read<User> }) {
  return (
    <Container header={<Header variant="h2">{words.summary}</Header>}>
      <Readable read={user}>{read => <Facts name={name} user={read} />}</Readable>
    </Container>
  )
}

function Facts({ name, user }: { readonly name: string; readonly user: User }) {
  const keys = useAccessKeys({ userName: name })
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={220}
      items={[
        { label: words.arn, value: <Copyable what={words.arn} text={user.Arn ?? ''} /> },
        { label: words.consoleAccess, value: <ConsoleAccess name={name} /> },
        { label: words.accessKeys, value: <ReadCell read={keys}>{keyFacts}</ReadCell> },
        { label: words.created, value: instant(user.CreateDate) },
        {
          label: words.lastSignIn,
          value: user.PasswordLastUsed ? instant(user.PasswordLastUsed) : words.neverSignedIn,
        },
        { label: words.path, value: user.Path },
      ]}
    />
  )
}

function ConsoleAccess({ name }: { readonly name: string }) {
  const profile = useLoginProfile(name)
  const devices = useMfaDevices({ userName: name })
  return (
    <ReadCell read={profile}>
      {found =>
        found === null ? (
          words.disabled
        ) : (
          <ReadCell read={devices}>
            {({ length }) => (
              <StatusIndicator type={length > 0 ? 'success' : 'warning'}>
                {length > 0 ? words.enabledWithMfa : words.enabledWithoutMfa}
              </StatusIndicator>
            )}
          </ReadCell>
        )
      }
    </ReadCell>
  )
}

function keyFacts(keys: readonly AccessKeyMetadata[]) {
  if (keys.length === 0) return words.noKeys
  return (
    <SpaceBetween size="xxs">
      {keys.map(({ AccessKeyId = '', Status, CreateDate }) => (
        <div key={AccessKeyId}>
          <div>{AccessKeyId}</div>
          <StatusIndicator type={Status === 'Active' ? 'success' : 'stopped'}>
            {words.keyFact(Status === 'Active', ageDays(CreateDate ?? new Date()))}
          </StatusIndicator>
        </div>
      ))}
    </SpaceBetween>
  )
}
