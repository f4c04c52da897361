import { momentOf } from '../../services/service-events.ts'

/**
 * What events show of inputs and outputs: the members in CloudTrail's spelling, without anything secret.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
type Showing = 'hidden' | 'left out' | 'masked'

const secretMembers: ReadonlyMap<string, Showing> = new Map([
  // Recorded events and those of the guides do not have these at all.
  ...[
    'NewPassword',
    'OldPassword',
    'Password',
    'SAMLAssertion',
    'SecretAccessKey',
    'TokenCode',
    'WebIdentityToken',
  ].map(member => [member, 'left out'] as const),
  ...[
    'AddPrivateKey',
    'AuthenticationCode1',
    'AuthenticationCode2',
    'Base32StringSeed',
    'PrivateKey',
    'CopySourceSSECustomerKey',
    'QRCodePNG',
    'SSECustomerKey',
    'ServiceCredentialSecret',
    'ServicePassword',
    'SessionToken',
    'TradeInToken',
  ].map(member => [member, 'hidden'] as const),
  // Of who is to have an account. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
  ...['AccountName', 'Email'].map(member => [member, 'masked'] as const),
])

const inPlaceOf = { hidden: '"HIDDEN_DUE_TO_SECURITY_REASONS"', masked: '"****"' } as const

/** What is empty is not there. */
export function shownParameters(value: unknown): string {
  return orNull(shownValue(value, lowerCamel))
}

export function orNull(members: string): string {
  return members === '{}' ? 'null' : members
}

type Spelling = (member: string) => string

/** As JSON, written at once: a copy of the values only to be written would cost as much again. */
export function shownValue(value: unknown, spelled: Spelling): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Date) return `"${momentOf(value)}"`
  if (value instanceof Uint8Array) return inPlaceOf.hidden
  if (Array.isArray(value)) return `[${value.map(item => shownValue(item, spelled)).join()}]`
  let members = ''
  for (const [member, inner] of Object.entries(value)) {
    const shown = shownMember(member, inner, spelled)
    if (shown !== undefined) members += `${members && ','}${JSON.stringify(spelled(member))}:${shown}`
  }
  return `{${members}}`
}

/** Undefined where nothing is shown of it. */
export function shownMember(member: string, value: unknown, spelled: Spelling): string | undefined {
  const showing = secretMembers.get(member)
  if (value === undefined || showing === 'left out' || isContent(value)) return undefined
  return showing ? inPlaceOf[showing] : shownValue(value, spelled)
}

/** What streams is no parameter: nobody may read it here. */
function isContent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** `RoleArn` → `roleArn`, `MFADevices` → `mFADevices`, as CloudTrail has it. */
function lowerCamel(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}
