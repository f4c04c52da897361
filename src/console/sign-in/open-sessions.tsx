import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useCallback, useEffect, useState } from 'react'
import type { ConsoleSession } from '../../server/console/protocol.ts'
import { useKeeper } from '../session/session.tsx'
import { accountName } from '../shell/names.ts'
import { signIn as words } from '../words/sign-in.ts'
import { SignInFault } from './sign-in-fault.tsx'

/** Who is signed in in this browser already: to go on as one of them, or to make room for another. */
export function OpenSessions({ onDone }: { readonly onDone: () => void }) {
  const keeper = useKeeper()
  const [sessions, setSessions] = useState<readonly ConsoleSession[]>([])
  const [error, setError] = useState<unknown>(null)
  const look = useCallback(() => keeper.sessions().then(setSessions, setError), [keeper])
  useEffect(() => void look(), [look])
  if (sessions.length === 0) return <SignInFault error={error} />
  return (
    <Box margin={{ top: 'l' }}>
      <SpaceBetween size="xs">
        <SignInFault error={error} />
        <Box variant="h2" fontSize="heading-s">
          {words.sessions}
        </Box>
        {sessions.map(session => {
          const who = `${session.identity.name} @ ${accountName(session.identity)}`
          return (
            <div key={session.slot} className="open-session">
              <Button
                ariaLabel={words.continueAs(who)}
                onClick={() => {
                  keeper.adopt(session)
                  onDone()
                }}
              >
                {who}
              </Button>
              <Button
                variant="inline-link"
                ariaLabel={words.signOutOf(who)}
                onClick={() => void keeper.signOut(session.slot).then(look, setError)}
              >
                {words.signOut}
              </Button>
            </div>
          )
        })}
      </SpaceBetween>
    </Box>
  )
}
