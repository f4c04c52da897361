import '@cloudscape-design/global-styles/index.css'
import './shell/shell.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { SessionKeeper } from './session/keeper.ts'
import { ask } from './session/protocol-client.ts'
import { needsSession, signInPath } from './session/return-path.ts'
import { remembersAnybody } from './session/slot.ts'
import { followTheme } from './shell/theme.ts'

followTheme()
const keeper = new SessionKeeper(ask)
const isLikely = remembersAnybody()
const started = keeper.start()
if (!isLikely) {
  // The page that was asked for is not loaded for somebody who must sign in first.
  await started
  const { pathname, search } = location
  if (keeper.state().status === 'signed-out' && needsSession(pathname)) {
    history.replaceState(null, '', signInPath(`${pathname}${search}`))
  }
}
const place = document.getElementById('console')
if (!place) throw new Error('index.html has no place for the console')
createRoot(place).render(
  <StrictMode>
    <App keeper={keeper} />
  </StrictMode>,
)
