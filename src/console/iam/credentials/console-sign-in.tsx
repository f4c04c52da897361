import { DeleteLoginProfileCommand, type LoginProfile } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useState } from 'react'
import { useClients } from '../../api/clients.ts'
import { type Read, useWrite } from '../../api/read.ts'
import { Copyable } from '../../copy/copyable.tsx'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { Readable } from '../../notice/readable.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { FormDialog } from '../../shell/form-dialog.tsx'
import { ReadCell } from '../../table/read-cell.tsx'
import { credentials } from '../../words/credentials.ts'
import { instant } from '../../words/instant.ts'
import { type GivenPassword, givePassword } from './console-access.ts'
import { ownerKey, useLoginProfile } from './credential-owner.ts'
import { MadePassword } from './made-password.tsx'
import { firstPasswordChoice, isPasswordMissing, PasswordFields } from './password-choice.tsx'
import { useSignInLink } from './sign-in-link.ts'

const { signIn: words, password: passwordWords } = credentials

interface Props {
  readonly userName: string
  readonly lastSignIn: Read<Date | null>
}

type Doing = 'enable' | 'reset' | 'disable'

/** Whether a user may sign in with a password, and where. */
export function ConsoleSignIn({ userName, lastSignIn }: Props) {
  const profile = useLoginProfile(userName)
  const link = useSignInLink()
  const [doing, setDoing] = useState<Doing>()
  const end = () => setDoing(undefined)
  const offered: readonly Doing[] = profile.data ? ['disable', 'reset'] : ['enable']
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <div className="buttons">
              {profile.data !== undefined &&
                offered.map(what => (
                  <Button key={what} onClick={() => setDoing(what)}>
                    {words[what]}
                  </Button>
                ))}
            </div>
          }
        >
          {words.title}
        </Header>
      }
    >
      <Readable read={profile}>
        {found => (
          <KeyValuePairs
            columns={3}
            minColumnWidth={220}
            items={[
              { label: words.link, value: <Copyable what={words.linkName} text={link} /> },
              { label: passwordWords.console, value: passwordText(found) },
              {
                label: words.last,
                value: <ReadCell read={lastSignIn}>{date => (date ? instant(date) : words.never)}</ReadCell>,
              },
            ]}
          />
        )}
      </Readable>
      {(doing === 'enable' || doing === 'reset') && (
        <GivePassword userName={userName} isFirst={doing === 'enable'} onDismiss={end} />
      )}
      {doing === 'disable' && <DisableAccess userName={userName} onDismiss={end} />}
    </Container>
  )
}

function passwordText(profile: LoginProfile | null): string {
  if (profile === null) return words.notEnabled
  const since = instant(profile.CreateDate)
  return profile.PasswordResetRequired ? words.mustReset(since) : words.since(since)
}

function GivePassword(props: {
  readonly userName: string
  readonly isFirst: boolean
  readonly onDismiss: () => void
}) {
  const { userName, isFirst, onDismiss } = props
  const { iam } = useClients()
  const [choice, setChoice] = useState(firstPasswordChoice)
  const [isTried, setTried] = useState(false)
  const [given, setGiven] = useState<GivenPassword>()
  const write = useWrite(
    () => givePassword(iam, userName, choice, isFirst),
    [ownerKey({ userName }), ['policies']],
  )
  const submit = () => {
    setTried(true)
    if (!isPasswordMissing(choice)) write.mutate(undefined, { onSuccess: setGiven })
  }
  return (
    <FormDialog
      title={isFirst ? words.enable : words.resetTitle(userName)}
      submit={isFirst ? words.enable : words.reset}
      onSubmit={submit}
      isBusy={write.isPending}
      error={write.error}
      onDismiss={onDismiss}
      result={given && <MadePassword userName={userName} {...given} />}
    >
      <PasswordFields
        choice={choice}
        onChange={changed => setChoice(before => ({ ...before, ...changed }))}
        isTried={isTried}
      />
    </FormDialog>
  )
}

function DisableAccess(props: { readonly userName: string; readonly onDismiss: () => void }) {
  const { userName, onDismiss } = props
  const { iam } = useClients()
  const flash = useFlash()
  const { mutateAsync } = useWrite(
    () => iam.send(new DeleteLoginProfileCommand({ UserName: userName })),
    [ownerKey({ userName })],
  )
  return (
    <ConfirmDialog
      title={words.disableTitle(userName)}
      confirm={words.disable}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.disabled(userName) })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.disableText}</Box>
    </ConfirmDialog>
  )
}
