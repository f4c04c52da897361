import { useSession } from '../session/session.tsx'
import { useSwitching } from '../shell/switching.ts'

/** What CreateAccount makes where no other name is given: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access-cross-account-role.html */
export const accessRole = 'OrganizationAccountAccessRole'

/** One click into a member account, by the role that its management account has there. */
export function useAccess() {
  const { session } = useSession()
  const { switchTo, isBusy } = useSwitching()
  return {
    isBusy,
    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html: not as root */
    isPossible: session.identity.kind !== 'root',
    switchTo: ({ id, name }: { readonly id: string; readonly name: string }) =>
      switchTo({
        account: id,
        roleName: accessRole,
        displayName: `${accessRole} @ ${name}`.slice(0, longestDisplayName),
        color: 'blue',
      }),
  }
}

const longestDisplayName = 64
