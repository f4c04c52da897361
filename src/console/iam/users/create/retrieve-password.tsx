import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useFollow } from '../../../shell/link.tsx'
import { Page } from '../../../shell/page.tsx'
import { createUser as words } from '../../../words/create-user.ts'
import { users } from '../../../words/users.ts'
import { MadePassword } from '../../credentials/made-password.tsx'
import { userPath, usersPath } from '../user-paths.ts'
import type { MadeUser } from './make-user.ts'

/** The wizard's last step: what the new user needs to sign in. */
export function RetrievePassword({ name, password, shortfalls }: MadeUser & { readonly password: string }) {
  const follow = useFollow()
  return (
    <Page
      title={words.retrieve}
      description={words.retrieveHint}
      breadcrumbs={[{ text: users.title, href: usersPath }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button href={userPath(name)} onFollow={follow}>
            {words.viewUser}
          </Button>
          <Button variant="primary" href={usersPath} onFollow={follow}>
            {words.toList}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Alert type="success">{words.created(name)}</Alert>
        <Container header={<Header variant="h2">{words.signInDetails}</Header>}>
          <MadePassword userName={name} password={password} shortfalls={shortfalls} />
        </Container>
      </SpaceBetween>
    </Page>
  )
}
