import { useRouteError } from 'react-router'
import { shell } from '../words/shell.ts'
import { Message } from './message.tsx'

/** A chunk of a console that has been replaced since is gone; so says the browser, each in its own words. */
const chunkIsGone = /dynamically imported module|importing a module script failed/i

/** In place of a page that threw: the bar above it goes on working. */
export function Broken() {
  const error = useRouteError()
  const message = error instanceof Error ? error.message : String(error)
  return (
    <Message
      title={shell.brokenTitle}
      text={chunkIsGone.test(message) ? shell.updated : `${shell.broken} (${message})`}
      button={shell.reload}
      onClick={() => location.reload()}
    />
  )
}

/** Where there is not even the bar. */
export function AllBroken() {
  return (
    <main>
      <Broken />
    </main>
  )
}
