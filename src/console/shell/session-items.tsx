import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type ConsoleSession, maxSessions } from '../../server/console/protocol.ts'
import { apiFault } from '../api/fault.ts'
import { useRead } from '../api/read.ts'
import { useKeeper, useSession } from '../session/session.tsx'
import { shell } from '../words/shell.ts'
import { useFlash } from './flash.tsx'
import { accountName, nameInBar } from './names.ts'

const { account: words } = shell

/** The other sessions of this browser, one more, and the way out of this one. */
export function SessionItems({ close }: { readonly close: () => void }) {
  const keeper = useKeeper()
  const { session, signOut } = useSession()
  const navigate = useNavigate()
  const flash = useFlash()
  const [isBusy, setBusy] = useState(false)
  const { data: sessions = [session] } = useRead(['sessions'], () => keeper.sessions(), { isFresh: true })
  const leave = async () => {
    setBusy(true)
    try {
      await signOut()
      void navigate('/signin')
    } catch (error) {
      setBusy(false)
      close()
      flash({ type: 'error', header: words.signOutFailed, content: apiFault(error).message })
    }
  }
  const take = (other: ConsoleSession) => {
    close()
    void navigate('/console/home/start')
    keeper.adopt(other)
  }
  return (
    <div className="panel-part">
      {sessions.length > 1 && (
        <>
          <h2>{words.sessions(sessions.length, maxSessions)}</h2>
          <ul>
            {sessions.map(other => (
              <li key={other.slot}>
                <button
                  type="button"
                  className={`panel-item ${other.role ? `color-${other.role.color}` : ''}`}
                  aria-current={other.slot === session.slot}
                  disabled={other.slot === session.slot}
                  onClick={() => take(other)}
                >
                  <span className="dot" aria-hidden="true" />
                  <span className="panel-item-text">
                    {nameInBar(other)}
                    <span className="panel-item-quiet">
                      {accountName(other.role ?? other.identity)}
                      {other.slot === session.slot && ` · ${words.thisSession}`}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {sessions.length < maxSessions && (
        <a className="panel-item" href="/signin?add=session" target="_blank" rel="noopener" onClick={close}>
          {words.addSession}
        </a>
      )}
      <button
        type="button"
        className="panel-item panel-item-main"
        disabled={isBusy}
        onClick={() => void leave()}
      >
        {words.signOut}
      </button>
    </div>
  )
}
