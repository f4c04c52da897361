/** A profile of the AWS CLI and the SDKs that takes a role: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html */
export interface CliProfile {
  /** Of whose credentials the role is taken with. */
  readonly sourceProfile: string
  readonly durationSeconds: number
  /** Left out where they are empty, as the following. */
  readonly sessionName: string
  readonly externalId: string
  readonly mfaSerial: string
}

/** AWS's own default, and the only one that every role allows from: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const newProfile: CliProfile = {
  sourceProfile: 'default',
  durationSeconds: 3600,
  sessionName: '',
  externalId: '',
  mfaSerial: '',
}

/** Role names are sound as names of profiles. */
export function profileName(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? ''
}

/** Of `~/.aws/config`. Region and address stand in it as nothing else says that it is this server that is meant. */
export function profileText(roleArn: string, profile: CliProfile, endpoint: string): string {
  const settings: readonly (readonly [string, string])[] = [
    ['role_arn', roleArn],
    ['source_profile', profile.sourceProfile],
    ['role_session_name', profile.sessionName],
    ['external_id', profile.externalId],
    ['mfa_serial', profile.mfaSerial],
    ['duration_seconds', String(profile.durationSeconds)],
    ['region', 'us-east-1'],
    ['endpoint_url', endpoint],
  ]
  const lines = settings.filter(([, value]) => value !== '').map(([name, value]) => `${name} = ${value}`)
  return [`[profile ${profileName(roleArn)}]`, ...lines].join('\n')
}

export function profileCommands(roleArn: string): string {
  return ['sts get-caller-identity', 's3 ls']
    .map(command => `aws ${command} --profile ${profileName(roleArn)}`)
    .join('\n')
}

const forms = {
  sourceProfile: /^\S+$/,
  sessionName: /^([\w+=,.@-]{2,64})?$/,
  externalId: /^([\w+=,.@:/-]{2,1224})?$/,
  mfaSerial: /^(arn:aws:iam::\d{12}:mfa\/[\w+=,.@/-]+|\w{9,256})?$/,
} as const satisfies Partial<Record<keyof CliProfile, RegExp>>

export type ProfileText = keyof typeof forms

/** As AssumeRole would take it. */
export function isOfForm(field: ProfileText, text: string): boolean {
  return forms[field].test(text)
}
