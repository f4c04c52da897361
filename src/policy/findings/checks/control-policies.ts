import type { Check, Hit } from '../check.ts'
import type { ConditionView, StatementView, View } from '../view.ts'
import { actionParts } from './actions.ts'

/**
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */

const isAll = (items: readonly { readonly text: string }[] | undefined) =>
  items?.every(item => item.text === '*')

function isEveryone({ principal }: StatementView): boolean {
  if (principal === undefined || principal.negated) return false
  return principal.everyone
}

/** Of the one Allow that there may be: it allows everything to everyone. */
function allowsEverything(statement: StatementView): boolean {
  const { action, resource, elements } = statement
  return (
    isEveryone(statement) &&
    isAll(action?.items) === true &&
    isAll(resource?.items) === true &&
    !resource?.negated &&
    !elements.has('Condition')
  )
}

function* actionsOutsideControl({ statements, reference }: View): Generator<Hit> {
  for (const { denies, action } of statements) {
    for (const item of action?.items ?? []) {
      const parts = actionParts(item.text)
      // Alone the * is only for the policy that AWS itself attaches.
      const isOutside =
        parts === undefined
          ? denies && item.text === '*'
          : !/[*?]/.test(parts.service) && reference?.supportsResourceControl(parts.service) === false
      if (isOutside) yield { at: item }
    }
  }
}

const serviceKey = 'aws:principalisawsservice'

const principalKeys = /^aws:(?:principal(?:account|arn|orgid|orgpaths|type|tag\/.+)|userid|username)$/
const sourceKeys = /^aws:source(?:account|arn|orgid|orgpaths)$/

const asksWhetherService = ({ facts, name }: ConditionView) => facts?.family === 'Bool' && name === serviceKey
const asksWhetherThere = ({ facts, name }: ConditionView) =>
  facts?.family === 'Null' && /^aws:source(?:account|arn)$/.test(name)

/** Denials on such a key that leave out a condition which belongs to it. */
function denialsWithout(keys: RegExp, companion: (condition: ConditionView) => boolean): Check['find'] {
  return function* find({ statements }) {
    for (const { denies, conditions } of statements) {
      if (!denies || conditions.some(companion)) continue
      const found = conditions.find(({ name, facts }) => keys.test(name) && facts?.family !== 'Null')
      if (found) yield { at: found.place, values: { conditionKeyName: found.key.text } }
    }
  }
}

export const controlPolicyChecks: readonly Check[] = [
  {
    code: 'SCP_SYNTAX_ERROR_PRINCIPAL',
    title: 'SCP syntax error principal',
    severity: 'error',
    kinds: ['service-control'],
    message: 'SCPs do not support specifying principals. Remove the Principal or NotPrincipal element.',
    advice: 'Exempt a principal by a condition on aws:PrincipalArn.',
    *find({ statements }) {
      for (const { principal } of statements) if (principal) yield { at: principal }
    },
  },
  {
    code: 'RCP_SYNTAX_ERROR_PRINCIPAL',
    title: 'RCP syntax error principal',
    severity: 'error',
    kinds: ['resource-control'],
    message:
      'The Principal element contents are not valid. RCPs only support specifying all principals ("*") in the Principal element. The NotPrincipal element is not supported for RCPs.',
    advice: 'Exempt a principal by a condition on aws:PrincipalArn.',
    *find({ statements }) {
      for (const statement of statements) {
        if (statement.principal && !isEveryone(statement)) yield { at: statement.principal }
      }
    },
  },
  {
    code: 'RCP_SYNTAX_ERROR_ALLOW',
    title: 'RCP syntax error allow',
    severity: 'error',
    kinds: ['resource-control'],
    message:
      'RCPs only support specifying all principals ("*") in the Principal element, all resources ("*") in the Resource element, and no Condition element with an effect of Allow.',
    advice: 'Write a Deny: what is to be allowed is what no policy denies.',
    *find({ statements }) {
      for (const statement of statements) {
        if (statement.allows && statement.effect && !allowsEverything(statement))
          yield { at: statement.effect }
      }
    },
  },
  {
    code: 'RCP_SYNTAX_ERROR_NOTACTION',
    title: 'RCP syntax error NotAction',
    severity: 'error',
    kinds: ['resource-control'],
    message: 'RCPs do not support the NotAction element. Update to use the Action element.',
    advice: 'List the actions that are to be denied.',
    *find({ statements }) {
      for (const { elements } of statements) {
        const at = elements.get('NotAction')
        if (at) yield { at }
      }
    },
  },
  {
    code: 'RCP_SYNTAX_ERROR_ACTION',
    title: 'RCP syntax error action',
    severity: 'error',
    kinds: ['resource-control'],
    message: 'RCPs only support specifying select service prefixes in the Action element. Learn more here.',
    advice:
      'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services lists them; a lone * is for the policy that AWS attaches.',
    find: actionsOutsideControl,
  },
  {
    code: 'RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY',
    title: 'RCP missing related principal condition key',
    severity: 'warning',
    kinds: ['resource-control'],
    message:
      'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "false"} whenever a principal key {conditionKeyName} is used.',
    advice: "A service's own principal carries no such key, and a negated operator holds without it.",
    find: denialsWithout(principalKeys, asksWhetherService),
  },
  {
    code: 'RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY',
    title: 'RCP missing related service principal condition key',
    severity: 'warning',
    kinds: ['resource-control'],
    message:
      'RCPs impact IAM roles, users, and AWS service principals. To prevent unintended impact to your principals, an additional statement should be added to the Condition block "BoolIfExists": { "aws:PrincipalIsAWSService": "true"} whenever the key {conditionKeyName} is used.',
    advice: 'Users and roles carry no such key, and a negated operator holds without it.',
    find: denialsWithout(sourceKeys, asksWhetherService),
  },
  {
    code: 'RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK',
    title: 'RCP missing service condition key null check',
    severity: 'warning',
    kinds: ['resource-control'],
    message:
      'The specified service may have a service integration that does not require the use of the {conditionKeyName} condition key. To prevent unintended impact to services acting on your behalf using a service principal, an additional statement should be added to the Condition block "Null": { "aws:SourceAccount": "false"} or "Null": { "aws:SourceArn": "false"} whenever the key {conditionKeyName} is used.',
    advice: 'Some services come without naming a source at all.',
    find: denialsWithout(sourceKeys, asksWhetherThere),
  },
]
