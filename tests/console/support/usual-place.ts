import { startTestServer, type TestServer } from '../../behaviour/support/test-server.ts'

let usualPort: number | undefined

/**
 * A test server where the one before it was, of all test files that a process runs: the browser has read and compiled the
 * console's files then, which are the same. Where somebody is there already it is any place.
 */
export async function startAtUsualPlace(bootstrapFile?: string): Promise<TestServer> {
  const server = await startTestServer(bootstrapFile, { port: usualPort ?? 0 }).catch(error => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return startTestServer(bootstrapFile)
  })
  usualPort ??= Number(new URL(server.url).port)
  return server
}
