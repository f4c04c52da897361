import Alert from '@cloudscape-design/components/alert'
import { csv } from '../../download/csv.ts'
import { credentials } from '../../words/credentials.ts'
import { Shortfalls } from '../shortfalls.tsx'
import { MadeCredential } from './made-credential.tsx'
import { useSignInLink } from './sign-in-link.ts'

const { password: words } = credentials

/** What a user needs to sign in: to be given to them now, since nobody sees the password again. */
export function MadePassword(props: {
  readonly userName: string
  readonly password: string
  readonly shortfalls: readonly string[]
}) {
  const { userName, password, shortfalls } = props
  const link = useSignInLink()
  return (
    <MadeCredential
      once={words.once}
      facts={[
        { label: words.link, text: link },
        { label: words.userName, text: userName },
        { label: words.console, text: password, isSecret: true },
      ]}
      file={{
        name: `${userName}_credentials.csv`,
        text: csv(['User name', 'Password', 'Console sign-in URL'], [userName, { exact: password }, link]),
      }}
    >
      {shortfalls.length > 0 && (
        <Alert type="warning" header={words.incomplete}>
          <Shortfalls shortfalls={shortfalls} />
        </Alert>
      )}
    </MadeCredential>
  )
}
