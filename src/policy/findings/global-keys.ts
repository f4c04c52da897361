import type { ConditionKeyFacts } from './service-reference.ts'

/**
 * The keys that any request may carry, whatever the service, with their types. Names that end in `/` take a tag's
 * key behind it. The last group are keys of one service that requests to others carry too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const namesByType: Readonly<Record<string, readonly string[]>> = {
  String: [
    'aws:CalledViaAWSMCP',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:Ec2InstanceSourceVpc',
    'aws:FederatedProvider',
    'aws:PrincipalAccount',
    'aws:PrincipalOrgID',
    'aws:PrincipalServiceName',
    'aws:PrincipalTag/',
    'aws:PrincipalType',
    'aws:Referer',
    'aws:RequestedRegion',
    'aws:RequestTag/',
    'aws:ResourceAccount',
    'aws:ResourceOrgID',
    'aws:ResourceTag/',
    'aws:SourceAccount',
    'aws:SourceIdentity',
    'aws:SourceOrgID',
    'aws:SourceOwner',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:UserAgent',
    'aws:userid',
    'aws:username',
    'aws:VpceAccount',
    'aws:VpceOrgID',
    'glue:CredentialIssuingService',
    'glue:RoleAssumedBy',
    'identitystore:UserId',
  ],
  ARN: [
    'aws:ChatbotSourceArn',
    'aws:PrincipalArn',
    'aws:SignInSessionArn',
    'aws:SourceArn',
    'aws:SourceVpcArn',
    'codebuild:BuildArn',
    'codebuild:ProjectArn',
    'ec2:SourceInstanceArn',
    'lambda:SourceFunctionArn',
    'ssm:SourceInstanceArn',
  ],
  ArrayOfString: [
    'aws:CalledVia',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalServiceNamesList',
    'aws:ResourceOrgPaths',
    'aws:SourceOrgPaths',
    'aws:TagKeys',
    'aws:VpceOrgPaths',
  ],
  Bool: [
    'aws:AssumedRoot',
    'aws:IsMcpServiceAction',
    'aws:MultiFactorAuthPresent',
    'aws:PrincipalIsAWSService',
    'aws:SecureTransport',
    'aws:ViaAWSMCPService',
    'aws:ViaAWSService',
  ],
  Numeric: ['aws:MultiFactorAuthAge', 'ec2:RoleDelivery'],
  Date: ['aws:CurrentTime', 'aws:EpochTime', 'aws:TokenIssueTime'],
  IPAddress: ['aws:Ec2InstanceSourcePrivateIPv4', 'aws:SourceIp', 'aws:VpcSourceIp'],
}

const keys: ReadonlyMap<string, ConditionKeyFacts> = new Map(
  Object.entries(namesByType).flatMap(([type, names]) =>
    names.map(name => [name.toLowerCase(), { name, type }] as const),
  ),
)

/** All of them, for whoever offers them to choose from. */
export const globalKeys: readonly ConditionKeyFacts[] = [...keys.values()]

/** `aws:PrincipalTag/team` is found under its start. */
export function globalKey(name: string): ConditionKeyFacts | undefined {
  const slash = name.indexOf('/')
  return keys.get(slash < 0 ? name.toLowerCase() : name.slice(0, slash + 1).toLowerCase())
}

/** The start of a key that needs a tag's key behind it, when there is none: `aws:ResourceTag`, `aws:ResourceTag/`. */
export function tagKeyStart(name: string): string | undefined {
  const start = keys.get(name.endsWith('/') ? name.toLowerCase() : `${name.toLowerCase()}/`)
  return start?.name
}

/**
 * Keys whose values are unique to one owner: a wildcard in them has no good use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive
 */
export const sensitiveKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
])
