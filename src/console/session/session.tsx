import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import type {
  ConsoleSession,
  SignIn,
  SignInAnswer,
  SwitchAnswer,
  SwitchRole,
} from '../../server/console/protocol.ts'
import { type SessionKeeper, type SessionState, scopeOf } from './keeper.ts'
import { ask } from './protocol-client.ts'
import { rememberRole } from './role-history.ts'

/** Whose rights pages act with: the role switched to, or else who signed in. */
export interface IdentityInForce {
  readonly account: string
  readonly accountAlias?: string
  readonly arn: string
}

/** Who this tab is, and what can be done about it. */
export interface Session {
  readonly session: ConsoleSession
  readonly inForce: IdentityInForce
  /** Changes with the identity in force; the first part of every cache key. */
  readonly scope: string
  readonly switchRole: (to: SwitchRole) => Promise<SwitchAnswer>
  readonly switchBack: () => Promise<void>
  readonly signOut: () => Promise<void>
}

const KeeperContext = createContext<SessionKeeper | undefined>(undefined)

/** Stands around the whole console. The keeper is started by who makes it. */
export function SessionProvider(props: { readonly keeper: SessionKeeper; readonly children: ReactNode }) {
  return <KeeperContext value={props.keeper}>{props.children}</KeeperContext>
}

export function useKeeper(): SessionKeeper {
  const keeper = useContext(KeeperContext)
  if (!keeper) throw new Error('there is no SessionProvider above')
  return keeper
}

/** For pages that also work without a session. */
export function useSessionState(): SessionState {
  const keeper = useKeeper()
  return useSyncExternalStore(keeper.subscribe, keeper.state)
}

/** The session of a page that is only shown to somebody signed in: every page below the shell. */
export function useSession(): Session {
  const keeper = useKeeper()
  const state = useSessionState()
  const session = state.status === 'signed-in' ? state.session : undefined
  const value = useMemo(() => session && sessionOf(session, keeper), [session, keeper])
  if (!value) throw new Error('nobody is signed in')
  return value
}

function sessionOf(session: ConsoleSession, keeper: SessionKeeper): Session {
  return {
    session,
    inForce: session.role ?? session.identity,
    scope: scopeOf(session),
    switchRole: async to => {
      const answer = await ask('switch', to, session.slot)
      if (answer.state === 'switched') {
        rememberRole(answer.session)
        keeper.adopt(answer.session)
      }
      return answer
    },
    switchBack: async () => keeper.adopt((await ask('switch-back', {}, session.slot)).session),
    signOut: () => keeper.signOut(),
  }
}

/** Signs in into a slot of its own; where it succeeds, this tab means the new session. */
export function useSignIn(): {
  readonly signIn: (as: SignIn) => Promise<SignInAnswer>
  readonly setNewPassword: (challenge: string, password: string, newPassword: string) => Promise<SignInAnswer>
} {
  const keeper = useKeeper()
  return useMemo(() => {
    const adopted = (answer: SignInAnswer) => {
      if (answer.state === 'signed-in') keeper.adopt(answer.session)
      return answer
    }
    return {
      signIn: async as => adopted(await ask('sign-in', as)),
      setNewPassword: async (challenge, password, newPassword) =>
        adopted(await ask('new-password', { challenge, password, newPassword })),
    }
  }, [keeper])
}
