import { GetAccountPasswordPolicyCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'

/** Without letters and digits that are taken for others. */
const kinds = [
  'ABCDEFGHJKLMNPQRSTUVWXYZ',
  'abcdefghijkmnpqrstuvwxyz',
  '23456789',
  '!@#$%^&*()_+-=[]{}|',
] as const
const everything = kinds.join('')
const usualLength = 20

/** A password that the account's policy takes: some of every kind, and as long as it wants. It begins with a letter. */
export function generatedPassword(length: number): string {
  const [upper, lower, digits, symbols] = kinds
  const first = picked(upper + lower)
  const others = [picked(upper), picked(lower), picked(digits), picked(symbols)]
  while (others.length < length - 1) others.push(picked(everything))
  return first + shuffled(others).join('')
}

/** Who may not read the policy gets a password that nearly every policy takes. */
export async function passwordLength(iam: Clients['iam']): Promise<number> {
  try {
    const { PasswordPolicy } = await iam.send(new GetAccountPasswordPolicyCommand({}))
    return Math.max(usualLength, PasswordPolicy?.MinimumPasswordLength ?? 0)
  } catch {
    return usualLength
  }
}

function shuffled(characters: readonly string[]): string[] {
  const left = [...characters]
  const order = []
  while (left.length > 0) order.push(...left.splice(below(left.length), 1))
  return order
}

function picked(from: string): string {
  return from.charAt(below(from.length))
}

/** Every number below as likely as every other: what would make the first ones likelier is thrown away. */
function below(count: number): number {
  const fair = 2 ** 32 - (2 ** 32 % count)
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (random < fair) return random % count
  }
}
