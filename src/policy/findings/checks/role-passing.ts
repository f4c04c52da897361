import { type Check, type Hit, identityKinds } from '../check.ts'
import type { Severity } from '../finding.ts'
import { matchesPattern } from '../patterns.ts'
import type { ListView, Place, StatementView, Text, View } from '../view.ts'

/**
 * Two actions hand power to a service: passing it a role, and creating its service-linked role. Both are to be
 * allowed on the roles that are meant, and on no pattern.
 */
interface Subject {
  readonly prefix: string
  readonly name: string
  readonly severity: Severity
  /** In small letters. */
  readonly action: string
  /** A condition key that names the service, and so says as much as a resource would. */
  readonly serviceKey: string
  /** Does the resource pattern leave open which role it is? */
  readonly isOpen: (resource: string) => boolean
  readonly messages: Readonly<Record<ShapeName, string>>
  readonly advice: string
}

const shapes = {
  NOT_RESOURCE: 'with NotResource',
  STAR_IN_ACTION_AND_NOT_RESOURCE: 'with star in action and NotResource',
  NOT_ACTION_AND_NOT_RESOURCE: 'with NotAction and NotResource',
  STAR_IN_RESOURCE: 'with star in resource',
  STAR_IN_ACTION_AND_RESOURCE: 'with star in action and resource',
  STAR_IN_RESOURCE_AND_NOT_ACTION: 'with star in resource and NotAction',
}
type ShapeName = keyof typeof shapes

const specify = 'We recommend that you specify resource ARNs instead.'
const specifyOrCondition =
  'We recommend that you specify resource ARNs or add the iam:PassedToService condition key to your statement.'

const passRole: Subject = {
  prefix: 'PASS_ROLE',
  name: 'Pass role',
  severity: 'security-warning',
  action: 'iam:passrole',
  serviceKey: 'iam:passedtoservice',
  // Names of roles often begin with that of their service, so a start of a name is enough.
  isOpen: resource =>
    /^(?:[*?]|$|role\/(?:service-role\/|aws-service-role\/)?[*?]|role[*?]|[^/]*[*?])/.test(resource),
  messages: {
    NOT_RESOURCE: `Using the iam:PassRole action with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. ${specify}`,
    STAR_IN_ACTION_AND_NOT_RESOURCE: `Using an action with a wildcard (*) and NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources. ${specify}`,
    NOT_ACTION_AND_NOT_RESOURCE: `Using NotAction with NotResource can be overly permissive because it can allow iam:PassRole permissions on multiple resources.. ${specify}`,
    STAR_IN_RESOURCE: `Using the iam:PassRole action with wildcards (*) in the resource can be overly permissive because it allows iam:PassRole permissions on multiple resources. ${specifyOrCondition}`,
    STAR_IN_ACTION_AND_RESOURCE: `Using wildcards (*) in the action and the resource can be overly permissive because it allows iam:PassRole permissions on all resources. ${specifyOrCondition}`,
    STAR_IN_RESOURCE_AND_NOT_ACTION: `Using a resource with wildcards (*) and NotAction can be overly permissive because it allows iam:PassRole permissions on all resources. ${specifyOrCondition}`,
  },
  advice: 'Who may pass any role to a service can act with the strongest role of the account.',
}

const createRole: Subject = {
  prefix: 'CREATE_SLR',
  name: 'Create SLR',
  severity: 'warning',
  action: 'iam:createservicelinkedrole',
  serviceKey: 'iam:awsservicename',
  isOpen: resource => !/^role\/aws-service-role\/[^/*?]+\//.test(resource),
  messages: {
    NOT_RESOURCE: `Using the iam:CreateServiceLinkedRole action with NotResource can allow creation of unintended service-linked roles for multiple resources. ${specify}`,
    STAR_IN_ACTION_AND_NOT_RESOURCE: `Using an action with a wildcard(*) and NotResource can allow creation of unintended service-linked roles because it can allow iam:CreateServiceLinkedRole permissions on multiple resources. ${specify}`,
    NOT_ACTION_AND_NOT_RESOURCE: `Using NotAction with NotResource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on multiple resources. ${specify}`,
    STAR_IN_RESOURCE: `Using the iam:CreateServiceLinkedRole action with wildcards (*) in the resource can allow creation of unintended service-linked roles. ${specify}`,
    STAR_IN_ACTION_AND_RESOURCE: `Using wildcards (*) in the action and the resource can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. ${specify}`,
    STAR_IN_RESOURCE_AND_NOT_ACTION: `Using a resource with wildcards (*) and NotAction can allow creation of unintended service-linked roles because it allows iam:CreateServiceLinkedRole permissions on all resources. ${specify}`,
  },
  advice: 'Name the service: arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/*.',
}

/** How the statement comes to allow the action: by its name, by a pattern, or by not excluding it. */
type Way = 'name' | 'star' | 'not-action'

function wayTo(action: string, list: ListView): { way: Way; at: Place } | undefined {
  const matching = list.items.filter(item => standsFor(item, action))
  if (list.negated) return matching.length === 0 ? { way: 'not-action', at: list } : undefined
  const named = matching.find(item => item.text.toLowerCase() === action)
  if (named !== undefined) return { way: 'name', at: named }
  return matching[0] && { way: 'star', at: matching[0] }
}

function standsFor({ text }: Text, action: string): boolean {
  const lower = text.toLowerCase()
  if (lower === action) return true
  // Longer than any pattern that could match; short ones cost next to nothing.
  return /[*?]/.test(lower) && lower.length <= 128 && matchesPattern(lower, action)
}

const shapeOf: Readonly<Record<Way, { readonly notResource: ShapeName; readonly star: ShapeName }>> = {
  name: { notResource: 'NOT_RESOURCE', star: 'STAR_IN_RESOURCE' },
  star: { notResource: 'STAR_IN_ACTION_AND_NOT_RESOURCE', star: 'STAR_IN_ACTION_AND_RESOURCE' },
  'not-action': { notResource: 'NOT_ACTION_AND_NOT_RESOURCE', star: 'STAR_IN_RESOURCE_AND_NOT_ACTION' },
}

function hitOf(subject: Subject, statement: StatementView): { shape: ShapeName; hit: Hit } | undefined {
  const { allows, action, resource } = statement
  if (!allows || action === undefined || resource === undefined) return undefined
  const found = wayTo(subject.action, action)
  if (found === undefined) return undefined
  const names = shapeOf[found.way]
  if (resource.negated) return { shape: names.notResource, hit: { at: [found.at, resource] } }
  const open = resource.items.find(item => isOpenRole(subject, item.text))
  if (open === undefined || namesService(subject, statement)) return undefined
  return { shape: names.star, hit: { at: [found.at, open] } }
}

function isOpenRole({ isOpen }: Subject, text: string): boolean {
  if (!/[*?]/.test(text)) return false
  if (text === '*') return true
  const [arn, , service = '', , , ...rest] = text.split(':')
  // A resource of another service is no role.
  if (arn !== 'arn' || !/^(?:iam|[*?]+)$/.test(service) || rest.length === 0) return false
  return isOpen(rest.join(':'))
}

function namesService({ serviceKey }: Subject, { conditions }: StatementView): boolean {
  return conditions.some(
    ({ name, facts, values }) =>
      name === serviceKey &&
      facts?.family === 'String' &&
      !facts.negated &&
      !facts.ifExists &&
      values.every(value => value.text !== '*'),
  )
}

function checksOf(subject: Subject): readonly Check[] {
  return (Object.keys(shapes) as ShapeName[]).map(shape => ({
    code: `${subject.prefix}_WITH_${shape}`,
    title: `${subject.name} ${shapes[shape]}`,
    severity: subject.severity,
    kinds: identityKinds,
    message: subject.messages[shape],
    advice: subject.advice,
    *find({ statements }: View) {
      for (const statement of statements) {
        const found = hitOf(subject, statement)
        if (found?.shape === shape) yield found.hit
      }
    },
  }))
}

export const rolePassingChecks: readonly Check[] = [passRole, createRole].flatMap(checksOf)
