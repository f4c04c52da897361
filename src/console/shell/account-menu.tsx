import { useSession } from '../session/session.tsx'
import { shell } from '../words/shell.ts'
import { AccountFacts } from './account-facts.tsx'
import { Disclosure } from './disclosure.tsx'
import { accountName, nameInBar } from './names.ts'
import { RoleItems } from './role-items.tsx'
import { SessionItems } from './session-items.tsx'
import { ThemeChoice } from './theme-choice.tsx'

const { account: words } = shell

/** At the top right: who one is, which role one could take or leave, and the way out. */
export function AccountMenu() {
  const { session, inForce } = useSession()
  return (
    <Disclosure
      label={words.menu}
      align="right"
      {...(session.role && { buttonClass: 'bar-button-role' })}
      button={
        <>
          <span className="hidden">{words.menu} </span>
          <span className="bar-button-text">{nameInBar(session)}</span>
          {!session.role && <span className="bar-button-account"> @ {accountName(inForce)}</span>}
        </>
      }
    >
      {close => (
        <>
          <AccountFacts session={session} />
          <RoleItems close={close} />
          <SessionItems close={close} />
          <ThemeChoice />
        </>
      )}
    </Disclosure>
  )
}
