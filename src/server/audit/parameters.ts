/**
 * What events show of inputs and outputs: the members in CloudTrail's spelling, without anything secret.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const secretMembers: ReadonlySet<string> = new Set([
  'AuthenticationCode1',
  'AuthenticationCode2',
  'Base32StringSeed',
  'NewPassword',
  'OldPassword',
  'Password',
  'QRCodePNG',
  'SecretAccessKey',
  'SessionToken',
  'TokenCode',
])

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'

export function shownParameters(value: unknown): unknown {
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`
  if (value instanceof Uint8Array) return hidden
  if (Array.isArray(value)) return value.map(shownParameters)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([member, inner]) => {
      if (inner === undefined) return []
      return [[lowerCamel(member), secretMembers.has(member) ? hidden : shownParameters(inner)]]
    }),
  )
}

/** `RoleArn` → `roleArn`, `MFADevices` → `mFADevices`, as CloudTrail has it. */
function lowerCamel(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}
