import { Navigate, Outlet, useLocation } from 'react-router'
import { signInPath } from '../session/return-path.ts'
import { useKeeper, useSessionState } from '../session/session.tsx'
import { common } from '../words/common.ts'
import { shell } from '../words/shell.ts'
import { Message } from './message.tsx'
import { Starting } from './starting.tsx'

/** Leads to the sign-in page and back, where nobody is signed in. */
export function RequireSession() {
  const keeper = useKeeper()
  const state = useSessionState()
  const { pathname, search } = useLocation()
  switch (state.status) {
    case 'loading':
      return <Starting />
    case 'unreachable':
      return (
        <main>
          <Message
            title={shell.unreachableTitle}
            text={shell.unreachable}
            button={common.retry}
            onClick={() => void keeper.start()}
          />
        </main>
      )
    case 'signed-out':
      return <Navigate to={signInPath(`${pathname}${search}`)} state={{ ended: state.ended }} replace />
    case 'signed-in':
      return <Outlet />
  }
}
