/**
 * What events show of inputs and outputs: the members in CloudTrail's spelling, without anything secret.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const secretMembers: ReadonlySet<string> = new Set([
  'AddPrivateKey',
  'AuthenticationCode1',
  'AuthenticationCode2',
  'Base32StringSeed',
  'NewPassword',
  'OldPassword',
  'Password',
  'PrivateKey',
  'CopySourceSSECustomerKey',
  'QRCodePNG',
  'SAMLAssertion',
  'SSECustomerKey',
  'SecretAccessKey',
  'ServiceCredentialSecret',
  'ServicePassword',
  'SessionToken',
  'TokenCode',
  'TradeInToken',
  'WebIdentityToken',
])

const hidden = '"HIDDEN_DUE_TO_SECURITY_REASONS"'

/** As JSON, written at once: a copy of the values only to be written would cost as much again. */
export function shownParameters(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Date) return `"${value.toISOString().slice(0, 19)}Z"`
  if (value instanceof Uint8Array) return hidden
  if (Array.isArray(value)) return `[${value.map(shownParameters).join()}]`
  let members = ''
  for (const [member, inner] of Object.entries(value)) {
    if (inner === undefined || isContent(inner)) continue
    const shown = secretMembers.has(member) ? hidden : shownParameters(inner)
    members += `${members && ','}${JSON.stringify(lowerCamel(member))}:${shown}`
  }
  return `{${members}}`
}

/** What streams is no parameter: nobody may read it here. */
function isContent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** `RoleArn` → `roleArn`, `MFADevices` → `mFADevices`, as CloudTrail has it. */
function lowerCamel(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}
