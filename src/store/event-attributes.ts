import type { AttributeKey } from './contract.ts'

/**
 * What an event is found by, read from its own text: so the same holds for whatever was recorded, by whom ever.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface EventAttributes {
  readonly eventSource: string | undefined
  readonly readOnly: boolean | undefined
  readonly userName: string | undefined
  readonly accessKeyId: string | undefined
  readonly resources: readonly EventResource[]
  /** Only management events are looked up: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
  readonly isManagement: boolean
}

export interface EventResource {
  readonly type: string
  readonly name: string
}

/** The members of an event's JSON that matter here. */
interface LoggedEvent {
  readonly eventSource?: string
  readonly readOnly?: boolean
  readonly eventCategory?: string
  readonly userIdentity?: LoggedIdentity
  readonly resources?: readonly { readonly ARN?: string; readonly type?: string }[]
  readonly requestParameters?: LoggedMembers | null
  readonly responseElements?: LoggedMembers | null
}

interface LoggedIdentity {
  readonly type?: string
  readonly principalId?: string
  readonly userName?: string
  readonly accessKeyId?: string
}

type LoggedMembers = Readonly<Record<string, unknown>>

export function attributesOf(event: string): EventAttributes {
  const logged = JSON.parse(event) as LoggedEvent
  return {
    eventSource: logged.eventSource,
    readOnly: logged.readOnly,
    userName: logged.userIdentity && userNameOf(logged.userIdentity),
    accessKeyId: logged.userIdentity?.accessKeyId,
    resources: resourcesOf(logged),
    isManagement: (logged.eventCategory ?? 'Management') === 'Management',
  }
}

/** The values that LookupEvents compares for an attribute. An event's id and name are columns of their own. */
export function valuesOf(
  attributes: EventAttributes,
): readonly (readonly [key: AttributeKey, value: string | undefined])[] {
  const { eventSource, readOnly, userName, accessKeyId, resources } = attributes
  return [
    ['EventSource', eventSource],
    ['ReadOnly', readOnly === undefined ? undefined : String(readOnly)],
    ['Username', userName],
    ['AccessKeyId', accessKeyId],
    ...resources.map(({ type }) => ['ResourceType', type] as const),
    ...resources.map(({ name }) => ['ResourceName', name] as const),
  ]
}

/**
 * The name that the event history shows: of a session of a role, the session's.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-console.html
 */
function userNameOf({ type, userName, principalId }: LoggedIdentity): string | undefined {
  if (type === 'Root') return userName ?? 'root'
  if (type !== 'AssumedRole' && type !== 'FederatedUser') return userName
  return principalId?.slice(principalId.indexOf(':') + 1)
}

/** What a member of the request, or of a part of the answer, names. */
interface NamedBy {
  readonly type: string
  readonly asked?: readonly string[]
  readonly told?: readonly (readonly [part: string, ...members: string[]])[]
}

/** Types as in https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-supported-resource-types.html */
const namedBy: readonly NamedBy[] = [
  {
    type: 'AWS::IAM::AccessKey',
    asked: ['accessKeyId'],
    told: [
      ['credentials', 'accessKeyId'],
      ['accessKey', 'accessKeyId'],
    ],
  },
  { type: 'AWS::STS::AssumedRole', told: [['assumedRoleUser', 'assumedRoleId', 'arn']] },
  { type: 'AWS::STS::FederatedUser', told: [['federatedUser', 'federatedUserId', 'arn']] },
  {
    type: 'AWS::IAM::Role',
    asked: ['roleName', 'roleArn'],
    told: [['role', 'arn', 'roleId', 'roleName']],
  },
  { type: 'AWS::IAM::User', asked: ['userName'], told: [['user', 'arn', 'userId', 'userName']] },
  { type: 'AWS::IAM::Group', asked: ['groupName'], told: [['group', 'arn', 'groupId', 'groupName']] },
  {
    type: 'AWS::IAM::Policy',
    asked: ['policyArn', 'policyName'],
    told: [['policy', 'arn', 'policyId', 'policyName']],
  },
  {
    type: 'AWS::IAM::InstanceProfile',
    asked: ['instanceProfileName'],
    told: [['instanceProfile', 'arn', 'instanceProfileId', 'instanceProfileName']],
  },
  { type: 'AWS::IAM::MfaDevice', asked: ['serialNumber'], told: [['virtualMFADevice', 'serialNumber']] },
  { type: 'AWS::IAM::OpenIDConnectProvider', asked: ['openIDConnectProviderArn'] },
  { type: 'AWS::IAM::SamlProvider', asked: ['sAMLProviderArn'] },
  { type: 'AWS::IAM::ServerCertificate', asked: ['serverCertificateName'] },
  { type: 'AWS::S3::Bucket', asked: ['bucketName', 'bucket'] },
]

function resourcesOf({ resources = [], requestParameters, responseElements }: LoggedEvent): EventResource[] {
  const found = new Map<string, EventResource>()
  const add = (type: string | undefined, name: unknown) => {
    if (type !== undefined && typeof name === 'string' && name !== '')
      found.set(`${type} ${name}`, { type, name })
  }
  for (const { type, asked = [], told = [] } of namedBy) {
    for (const member of asked) add(type, requestParameters?.[member])
    for (const [part, ...members] of told) {
      const answered = responseElements?.[part]
      if (typeof answered !== 'object' || answered === null) continue
      for (const member of members) add(type, (answered as LoggedMembers)[member])
    }
  }
  for (const { type, ARN } of resources) add(type, ARN)
  return [...found.values()]
}
