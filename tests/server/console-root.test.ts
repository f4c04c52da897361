import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListUsersCommand } from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignInAnswer } from '../../src/server/console/protocol.ts'
import { makeRole, trust } from '../behaviour/support/scene.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'

/** Root users sign in with their e-mail address. */
const password = 'Root-password-1'

let directory: string
let server: TestServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-root-'))
  const users = [{ name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }]
  const accounts = [
    {
      id: '111111111111',
      name: 'Trusted',
      root: { email: 'Root@Trusted.example', password },
      users,
    },
    { id: '222222222222', name: 'Trusting', root: { email: 'root@trusting.example' }, users },
  ]
  const file = join(directory, 'accounts.json')
  await writeFile(file, JSON.stringify({ accounts }))
  server = await startTestServer(file)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

const signIn = (browser: Browser, more: object = {}): Promise<SignInAnswer> =>
  browser.ask('sign-in', {
    as: 'root',
    account: server.trusted.id,
    email: 'root@trusted.example',
    password,
    ...more,
  })

it('the root user signs in by address and password, and may do everything but take a role', async () => {
  const browser = new Browser(server.url)
  expect(await signIn(browser)).toMatchObject({
    state: 'signed-in',
    session: {
      identity: { kind: 'root', name: 'root', arn: `arn:aws:iam::${server.trusted.id}:root`, mfa: false },
    },
  })
  const page = await browser.ask('credentials', {}, 1)
  expect(await server.sts(page).send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: `arn:aws:iam::${server.trusted.id}:root`,
  })
  await server.iam(page).send(new ListUsersCommand({}))
  const role = await makeRole(server, server.trusting, { trust: [trust({ AWS: '*' })] })
  const answer = await browser.ask('switch', { account: server.trusting.id, roleName: role.name }, 1)
  expect(answer).toMatchObject({
    state: 'refused',
    code: 'AccessDenied',
    message: 'Roles may not be assumed by root accounts.',
    side: 'unknown',
  })
})

it('a wrong address, password or account, and a root user without a password, are refused alike', async () => {
  const browser = new Browser(server.url)
  const answers = [
    await signIn(browser, { email: 'other@trusted.example' }),
    await signIn(browser, { password: 'Root-password-2' }),
    await signIn(browser, { account: server.trusting.id, email: 'root@trusting.example' }),
    await signIn(browser, { account: '999999999999' }),
  ]
  expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
    new Set([
      JSON.stringify({
        state: 'refused',
        message: 'Your authentication information is incorrect. Please try again.',
      }),
    ]),
  )
  expect(browser.set).toEqual([])
})
