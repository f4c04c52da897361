import { lazy, Suspense, useId, useState } from 'react'
import { Link } from 'react-router'
import { type RememberedRole, roleHistory } from '../session/role-history.ts'
import { useSession } from '../session/session.tsx'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { accountIdInGroups } from './names.ts'
import { useSwitching } from './switching.ts'

const { account: words } = shell

const AccountsMenu = lazy(() => import('../organizations/accounts-menu.tsx'))

/** One's own credentials; into a role, into one of the last five, and back. */
export function RoleItems({ close }: { readonly close: () => void }) {
  const { session } = useSession()
  const { switchTo, switchBack, isBusy } = useSwitching()
  const { identity, role } = session
  const history = roleHistory(session).filter(remembered => !isInForce(remembered, role))
  const afterwards = (doing: Promise<unknown>) => void doing.finally(close)
  return (
    <div className="panel-part">
      {!role && (identity.kind === 'user' || identity.kind === 'root') && (
        <Link to="/console/iam/security-credentials" className="panel-item panel-item-main" onClick={close}>
          {words.securityCredentials}
        </Link>
      )}
      {role && (
        <button
          type="button"
          className="panel-item panel-item-main"
          disabled={isBusy}
          onClick={() => afterwards(switchBack())}
        >
          {words.backTo(identity.name)}
        </button>
      )}
      {/* https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html: not as root */}
      {identity.kind !== 'root' && (
        <Link to="/switchrole" className="panel-item panel-item-main" onClick={close}>
          {words.switchRole}
        </Link>
      )}
      {/* In a role it would be the role that is asked, and who signed in that switches. */}
      {identity.kind !== 'root' && !role && <AccountItems onSwitching={afterwards} />}
      {history.length > 0 && (
        <>
          <h2>{words.history}</h2>
          <ul>
            {history.map(remembered => (
              <li key={`${remembered.account} ${remembered.roleName} ${remembered.displayName}`}>
                <button
                  type="button"
                  className={`panel-item color-${remembered.color}`}
                  disabled={isBusy}
                  onClick={() => afterwards(switchTo(remembered))}
                >
                  <span className="dot" aria-hidden="true" />
                  <span className="panel-item-text">
                    {remembered.displayName}
                    <span className="panel-item-quiet">
                      {words.switchTo(remembered.roleName, accountIdInGroups(remembered.account))}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** Nothing of them is asked before somebody wants to see them. */
function AccountItems({ onSwitching }: { readonly onSwitching: (doing: Promise<unknown>) => void }) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className="panel-item panel-item-main panel-toggle"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {words.accounts}
        <span className="caret" aria-hidden="true" />
      </button>
      {isOpen && (
        <div id={id} className="panel-inset">
          <Suspense fallback={<p className="panel-note">{common.loading}</p>}>
            <AccountsMenu onSwitching={onSwitching} />
          </Suspense>
        </div>
      )}
    </>
  )
}

function isInForce(
  { account, roleName, displayName }: RememberedRole,
  role: ReturnType<typeof useSession>['session']['role'],
): boolean {
  return role?.account === account && role.roleName === roleName && role.displayName === displayName
}
