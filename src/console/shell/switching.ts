import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { apiFault } from '../api/fault.ts'
import type { RememberedRole } from '../session/role-history.ts'
import { useSession } from '../session/session.tsx'
import { shell } from '../words/shell.ts'
import { useFlash } from './flash.tsx'
import { accountName } from './names.ts'
import { placeOf } from './navigation.ts'

/** Into a role of the history and back out of it, staying where one is as far as that makes sense to somebody else. */
export function useSwitching() {
  const { session, switchRole, switchBack } = useSession()
  const flash = useFlash()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [isBusy, setBusy] = useState(false)

  const during = async (doing: () => Promise<void>, failed: string) => {
    setBusy(true)
    try {
      await doing()
    } catch (error) {
      flash({ type: 'error', header: failed, content: apiFault(error).message })
    } finally {
      setBusy(false)
    }
  }
  const arrive = (text: string) => {
    const place = pathname === '/switchrole' ? '/console/home/start' : placeOf(pathname)
    flash({ type: 'success', content: text, topic: 'identity' })
    if (place !== pathname) void navigate(place)
  }
  return {
    isBusy,
    switchTo: (to: RememberedRole) =>
      during(async () => {
        const answer = await switchRole(to)
        if (answer.state === 'switched') {
          const { role } = answer.session
          if (role) arrive(shell.switched(role.roleName, accountName(role)))
          return
        }
        // The form knows how to say who refused and why.
        const { account, roleName, displayName, color } = to
        const search = new URLSearchParams({ account, roleName, displayName, color })
        void navigate(`/switchrole?${search}`, { state: { refused: answer } })
      }, shell.switchRefused(to.displayName)),
    switchBack: () =>
      during(async () => {
        await switchBack()
        arrive(shell.switchedBack(session.identity.name))
      }, shell.switchBackFailed),
  }
}
