import {
  CreateLoginProfileCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
} from '@aws-sdk/client-iam'
import { fromBase32 } from '../../src/identity/base32.ts'
import { codeOfStep, stepAt } from '../../src/identity/totp.ts'
import type { SignInAnswer } from '../../src/server/console/protocol.ts'
import { fresh, makeUser } from '../behaviour/support/scene.ts'
import type { TestAccount, TestServer } from '../behaviour/support/test-server.ts'
import { Browser } from './console-browser.ts'

export const password = 'Correct-horse-7-battery'

/** A user who may sign in, with an inline policy of these statements if there are any. */
export async function makeConsoleUser(server: TestServer, account: TestAccount, ...statements: object[]) {
  const user = await makeUser(server, account, ...statements)
  await server
    .iam(account.admin)
    .send(new CreateLoginProfileCommand({ UserName: user.name, Password: password }))
  return user
}

export function signInAs(
  browser: Browser,
  account: string,
  userName: string,
  more: { readonly password?: string; readonly mfaCode?: string } = {},
): Promise<SignInAnswer> {
  return browser.ask('sign-in', { as: 'user', account, userName, password, ...more })
}

/** A browser in which this user is signed in, in slot 1. */
export async function signedIn(server: TestServer, account: TestAccount, userName: string): Promise<Browser> {
  const browser = new Browser(server.url)
  const answer = await signInAs(browser, account.id, userName)
  if (answer.state !== 'signed-in') throw new Error(`${userName} is not signed in: ${JSON.stringify(answer)}`)
  return browser
}

/** An authenticator app of the user, and the codes it shows. */
export async function giveDevice(server: TestServer, account: TestAccount, userName: string) {
  const iam = server.iam(account.admin)
  const { VirtualMFADevice } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: fresh('device') }),
  )
  const text = new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed)
  const seed = fromBase32(text) ?? new Uint8Array()
  const code = (now: number) => codeOfStep(seed, stepAt(now))
  const [first, second] = [code(Date.now() - 60_000), code(Date.now() - 30_000)]
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: userName,
      SerialNumber: VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: first,
      AuthenticationCode2: second,
    }),
  )
  return { code, serialNumber: VirtualMFADevice?.SerialNumber ?? '' }
}
