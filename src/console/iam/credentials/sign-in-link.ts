import { useSession } from '../../session/session.tsx'

/** Where users of the account sign in. */
export function useSignInLink(): string {
  const { account, accountAlias } = useSession().inForce
  return `${location.origin}/console/${accountAlias ?? account}`
}
