import {
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  type PasswordPolicy,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { codeOf } from '../../api/fault.ts'
import { settings as words } from '../../words/settings.ts'

/** The account's own policy; null while the default holds. */
export async function readPasswordPolicy({ iam }: Pick<Clients, 'iam'>): Promise<PasswordPolicy | null> {
  try {
    return (await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy ?? null
  } catch (error) {
    if (codeOf(error) === 'NoSuchEntity') return null
    throw error
  }
}

/** What it asks for, a line each. */
export function requirementsOf(policy: PasswordPolicy | null): readonly string[] {
  if (policy === null) return words.defaults
  const { shown } = words
  return [
    shown.length(policy.MinimumPasswordLength ?? 6),
    ...(policy.RequireUppercaseCharacters ? [shown.uppercase] : []),
    ...(policy.RequireLowercaseCharacters ? [shown.lowercase] : []),
    ...(policy.RequireNumbers ? [shown.numbers] : []),
    ...(policy.RequireSymbols ? [shown.symbols] : []),
    policy.MaxPasswordAge ? shown.age(policy.MaxPasswordAge) : shown.noAge,
    ...(policy.HardExpiry ? [shown.hardExpiry] : []),
    ...(policy.PasswordReusePrevention ? [shown.reuse(policy.PasswordReusePrevention)] : []),
    policy.AllowUsersToChangePassword ? shown.change : shown.noChange,
  ]
}

/** The policy as a form holds it: numbers as they are typed, and whether they count. */
export interface PolicyForm {
  readonly isCustom: boolean
  readonly length: string
  readonly uppercase: boolean
  readonly lowercase: boolean
  readonly numbers: boolean
  readonly symbols: boolean
  readonly expires: boolean
  readonly ageDays: string
  readonly hardExpiry: boolean
  readonly preventsReuse: boolean
  readonly remembered: string
  readonly allowsChange: boolean
}

export function formOf(policy: PasswordPolicy | null): PolicyForm {
  return {
    isCustom: policy !== null,
    length: String(policy?.MinimumPasswordLength ?? 8),
    uppercase: policy?.RequireUppercaseCharacters ?? true,
    lowercase: policy?.RequireLowercaseCharacters ?? true,
    numbers: policy?.RequireNumbers ?? true,
    symbols: policy?.RequireSymbols ?? true,
    expires: Boolean(policy?.MaxPasswordAge),
    ageDays: String(policy?.MaxPasswordAge ?? 90),
    hardExpiry: policy?.HardExpiry ?? false,
    preventsReuse: Boolean(policy?.PasswordReusePrevention),
    remembered: String(policy?.PasswordReusePrevention ?? 5),
    allowsChange: policy?.AllowUsersToChangePassword ?? true,
  }
}

type NumberField = 'length' | 'ageDays' | 'remembered'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html */
const ranges: Readonly<Record<NumberField, readonly [from: number, to: number]>> = {
  length: [6, 128],
  ageDays: [1, 1095],
  remembered: [1, 24],
}

/** What is wrong, by field. */
export function faultsOf(form: PolicyForm): Readonly<Partial<Record<NumberField, string>>> {
  if (!form.isCustom) return {}
  const asked: readonly NumberField[] = [
    'length',
    ...(form.expires ? (['ageDays'] as const) : []),
    ...(form.preventsReuse ? (['remembered'] as const) : []),
  ]
  return Object.fromEntries(
    asked.flatMap(field => {
      const [from, to] = ranges[field]
      const isRight =
        /^\d{1,4}$/.test(form[field]) && Number(form[field]) >= from && Number(form[field]) <= to
      return isRight ? [] : [[field, words.wrong(from, to)]]
    }),
  )
}

/** Nothing to delete is as good as deleted. */
export async function savePasswordPolicy({ iam }: Pick<Clients, 'iam'>, form: PolicyForm): Promise<void> {
  if (!form.isCustom) {
    await iam.send(new DeleteAccountPasswordPolicyCommand({})).catch(error => {
      if (codeOf(error) !== 'NoSuchEntity') throw error
    })
    return
  }
  await iam.send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: Number(form.length),
      RequireUppercaseCharacters: form.uppercase,
      RequireLowercaseCharacters: form.lowercase,
      RequireNumbers: form.numbers,
      RequireSymbols: form.symbols,
      AllowUsersToChangePassword: form.allowsChange,
      ...(form.expires && { MaxPasswordAge: Number(form.ageDays), HardExpiry: form.hardExpiry }),
      ...(form.preventsReuse && { PasswordReusePrevention: Number(form.remembered) }),
    }),
  )
}
