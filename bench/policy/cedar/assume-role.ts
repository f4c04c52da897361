import { assumeRole } from '../assume-role.ts'
import { type CedarQuestion, cedar, entity, extension, uid } from './engine.ts'

/**
 * The same policies as one would write them in Cedar, which has no layers: what each layer must allow is
 * forbidden unless it does, and layers that allow everything are not written at all. A service's actions are a
 * group. Patterns hold no variables, so the name before the session's last dash is an attribute.
 */
const policies = `
// Identity policies
permit (principal == User::"olga", action == Action::"sts:AssumeRole", resource)
  when { resource.arn like "arn:aws:iam::222222222222:role/partners/*" };
permit (
  principal == User::"olga",
  action in [Action::"sts:TagSession", Action::"sts:SetSourceIdentity"],
  resource
);
forbid (principal == User::"olga", action, resource)
  unless {
    context.sourceIp.isInRange(ip("192.0.2.0/24")) || context.sourceIp.isInRange(ip("203.0.113.0/24"))
  };
permit (
  principal == User::"olga",
  action in [Action::"s3:Get*", Action::"s3:List*"],
  resource
) when { resource.arn like "arn:aws:s3:::shared-*" };
permit (principal == User::"olga", action in Action::"iam:*AccessKey*", resource is User)
  when { resource == principal };
forbid (principal == User::"olga", action in Action::"organizations:*", resource);

// Trust policy
forbid (principal, action == Action::"sts:AssumeRole", resource == Role::"partners/Auditor")
  unless {
    principal in Account::"111111111111" &&
    context has externalId && context.externalId == "b7c1-44d0" &&
    principal has organization && principal.organization == "o-a1b2c3d4e5" &&
    context.sessionNamePrefix == principal.name &&
    principal.arn like "arn:aws:iam::111111111111:user/*"
  };
forbid (principal, action in Action::"sts:*", resource == Role::"partners/Auditor")
  when { context.sourceIp.isInRange(ip("198.51.100.0/24")) };

// Service control policies
forbid (principal in Account::"111111111111", action, resource)
  unless {
    action in [Action::"iam:*", Action::"sts:*", Action::"organizations:*"] ||
    ["eu-west-1", "us-east-1"].contains(context.requestedRegion)
  };
forbid (
  principal in Account::"111111111111",
  action == Action::"organizations:LeaveOrganization",
  resource
);

// Resource control policy
forbid (principal, action == Action::"sts:AssumeRole", resource in Account::"222222222222")
  when {
    principal has organization && principal.organization != "o-a1b2c3d4e5" && !principal.isAwsService
  };
`

const action = uid('Action', 'sts:AssumeRole')
const actionEntity = entity(action, {}, [uid('Action', 'sts:*')])

function question(number: number): CedarQuestion {
  const { context, resource: roleArn, resourceAccountId = '' } = assumeRole.request(number)
  const value = (key: string) => String(context[key])
  const principal = uid('User', value('aws:username'))
  const resource = uid('Role', roleArn.slice(roleArn.indexOf('/') + 1))
  const sessionName = value('sts:RoleSessionName')
  return {
    principal,
    action,
    resource,
    context: {
      externalId: value('sts:ExternalId'),
      requestedRegion: value('aws:RequestedRegion'),
      sessionNamePrefix: sessionName.slice(0, sessionName.lastIndexOf('-')),
      sourceIp: extension('ip', value('aws:SourceIp')),
    },
    entities: [
      actionEntity,
      entity(
        principal,
        {
          arn: value('aws:PrincipalArn'),
          isAwsService: value('aws:PrincipalIsAWSService') === 'true',
          name: value('aws:username'),
          organization: value('aws:PrincipalOrgID'),
        },
        [uid('Account', value('aws:PrincipalAccount'))],
      ),
      entity(resource, { arn: roleArn }, [uid('Account', resourceAccountId)]),
    ],
  }
}

export const cedarAssumeRole = () => cedar(assumeRole.name, policies, question)
