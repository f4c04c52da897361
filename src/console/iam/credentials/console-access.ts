import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { apiFault } from '../../api/fault.ts'
import { credentials } from '../../words/credentials.ts'
import { generatedPassword, passwordLength } from './generated-password.ts'
import type { PasswordChoice } from './password-choice.tsx'

const { password: words } = credentials

export interface GivenPassword {
  readonly password: string
  /** The password is given, and this is missing. */
  readonly shortfalls: readonly string[]
}

/**
 * Gives a user a password, the first one or another. Who has to choose their own needs to be allowed to:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html
 */
export async function givePassword(
  iam: Clients['iam'],
  UserName: string,
  choice: PasswordChoice,
  isFirst: boolean,
): Promise<GivenPassword> {
  const password = choice.isGenerated ? generatedPassword(await passwordLength(iam)) : choice.custom
  const asked = { UserName, Password: password, PasswordResetRequired: choice.mustReset }
  if (isFirst) await iam.send(new CreateLoginProfileCommand(asked))
  else await iam.send(new UpdateLoginProfileCommand(asked))
  return { password, shortfalls: choice.mustReset ? await allowChange(iam, UserName) : [] }
}

const changePassword = 'arn:aws:iam::aws:policy/IAMUserChangePassword'

async function allowChange(iam: Clients['iam'], UserName: string): Promise<readonly string[]> {
  try {
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: changePassword }))
    return []
  } catch (error) {
    return [words.changeNotAllowed(apiFault(error).message)]
  }
}
