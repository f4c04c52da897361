import { arnParts } from '../arns.ts'
import type { Check, Hit } from '../check.ts'
import { allConditions } from '../key-facts.ts'
import { globOf, matchesPattern, overlaps, placeholderGlob } from '../patterns.ts'
import type { View } from '../view.ts'
import { actionItems, actionParts } from './actions.ts'

/** What fits the resource that a policy hangs on. */
interface Attachment {
  /** What AWS calls it in its messages. */
  readonly label: string
  readonly service: string
  /** The resource types of the service that such a policy is about. */
  readonly types: readonly string[]
  /** Keys that only a policy of the caller's side has use for, in small letters. */
  readonly irrelevantKeys: readonly string[]
}

/** https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html */
const attachments: Readonly<Record<string, Attachment>> = {
  'AWS::S3::Bucket': {
    label: 'S3 Bucket',
    service: 's3',
    types: ['bucket', 'object'],
    irrelevantKeys: ['s3:resourceaccount'],
  },
  'AWS::S3::AccessPoint': {
    label: 'S3 Access Point',
    service: 's3',
    types: ['accesspoint', 'accesspointobject'],
    irrelevantKeys: ['s3:resourceaccount'],
  },
  'AWS::DynamoDB::Table': {
    label: 'DynamoDB Table',
    service: 'dynamodb',
    types: ['table', 'index'],
    irrelevantKeys: [],
  },
}

/** Resources whose policies are looked at as such. */
export const attachableTypes: readonly string[] = Object.keys(attachments)

const role: Attachment = { label: 'IAM Role', service: 'sts', types: ['role'], irrelevantKeys: [] }

function attachmentOf({ kind, resourceType = '' }: View): Attachment | undefined {
  if (kind === 'trust') return role
  return Object.hasOwn(attachments, resourceType) ? attachments[resourceType] : undefined
}

function* foreignActions(view: View): Generator<Hit> {
  const attachment = attachmentOf(view)
  if (attachment === undefined) return
  for (const item of actionItems(view)) {
    const parts = actionParts(item.text)
    if (item.text === '*' || parts === undefined) continue
    if (
      !matchesPattern(parts.service.slice(0, 64), attachment.service) ||
      isUnfit(view, attachment, parts.name)
    )
      yield { at: item, values: { action: item.text, resourceType: attachment.label } }
  }
}

/** A literal action of the service that is about none of the types. */
function isUnfit(view: View, { service, types }: Attachment, name: string): boolean {
  const action = view.reference?.service(service)?.actions.get(name)
  return (
    action !== undefined && service !== 'sts' && !action.resourceTypes.some(type => types.includes(type.name))
  )
}

function* foreignResources(view: View): Generator<Hit> {
  const attachment = attachmentOf(view)
  const known = attachment && view.reference?.service(attachment.service)?.resourceTypes
  if (attachment === undefined || known === undefined || view.kind === 'trust') return
  const forms = attachment.types.flatMap(type => {
    const facts = known.get(type)
    return facts === undefined ? [] : [placeholderGlob(facts.arn)]
  })
  for (const { resource } of view.statements) {
    for (const item of resource?.items ?? []) {
      const written = globOf(arnParts(item.text).join(':'))
      const fits = item.text !== '*' && forms.some(form => overlaps(form, written, view.budget) !== false)
      if (!fits) yield { at: item, values: { resourceType: attachment.label } }
    }
  }
}

export const attachmentChecks: readonly Check[] = [
  {
    code: 'UNSUPPORTED_ACTION_IN_POLICY',
    title: 'Unsupported action in policy',
    severity: 'error',
    kinds: ['resource', 'trust'],
    message:
      'The action {action} is not supported for the resource-based policy attached to the resource type {resourceType}.',
    advice: 'A policy on a resource is about what is done to that resource.',
    find: foreignActions,
  },
  {
    code: 'UNSUPPORTED_RESOURCE_ARN_IN_POLICY',
    title: 'Unsupported resource ARN in policy',
    severity: 'error',
    kinds: ['resource'],
    needsReference: true,
    message:
      'The resource ARN is not supported for the resource-based policy attached to the resource type {resourceType}.',
    advice: 'Name the resource that the policy hangs on, or what is in it.',
    find: foreignResources,
  },
  {
    code: 'IRRELEVANT_CONDITION_KEY_IN_POLICY',
    title: 'Irrelevant condition key in policy',
    severity: 'suggestion',
    kinds: ['resource'],
    message:
      'The condition key {key} is not relevant for the {resourceType} policy.  Use this key in an identity-based policy to govern access to this resource.',
    advice: 'Here its value is always the same.',
    *find(view) {
      const attachment = attachmentOf(view)
      for (const { key, name } of allConditions(view)) {
        if (attachment?.irrelevantKeys.includes(name))
          yield { at: key, values: { key: key.text, resourceType: attachment.label } }
      }
    },
  },
]
