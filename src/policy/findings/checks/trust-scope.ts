import { readPrincipal } from '../../principal-reference.ts'
import { arnParts } from '../arns.ts'
import { type Check, type Hit, principalKinds } from '../check.ts'
import type { ConditionView, PrincipalEntryView, StatementView, View } from '../view.ts'
import { federatedPrincipals, providerKind } from './federation.ts'
import { asksFor, servicePrincipals, sourceKeys } from './service-principals.ts'

/** Checks of ours: whom a trust policy lets in, and what keeps others out. */

const deputyPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html'
const principalPage =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html'

/** Keys that say which of all principals is meant. */
const callerKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
])
const externalIdKeys = new Set(['sts:externalid'])
/** Beside those: where a request comes from, or for whom a service makes it. */
const originKeys = new Set([
  ...sourceKeys,
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourcevpcarn',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:userid',
])

/** Does it keep out whoever does not have the value? A negated operator or `IfExists` holds without the key. */
function isDemanded({ name, facts, values }: ConditionView): boolean {
  if (facts === undefined || facts.negated || facts.ifExists || facts.set === 'ForAllValues') return false
  const narrows = name === 'aws:principalarn' ? namesAccount : (text: string) => text !== '*'
  return facts.family !== 'Null' && values.length > 0 && values.every(value => narrows(value.text))
}

/** In an account of one's own anybody can make a role of whatever name. */
const namesAccount = (text: string) => /^\d{12}$/.test(arnParts(text)[4] ?? '')

const demands = ({ conditions }: StatementView, keys: ReadonlySet<string>) =>
  conditions.some(condition => asksFor(keys)(condition) && isDemanded(condition))

function assumes({ action }: StatementView): boolean {
  return action?.items.some(({ text }) => /^(?:\*|sts:(?:\*|assumerole\*?|assume\*))$/i.test(text)) ?? false
}

/** Entries that name a whole account other than the role's own. */
function foreignAccounts({ accountId }: View, { principal }: StatementView): readonly PrincipalEntryView[] {
  if (principal === undefined || principal.negated) return []
  return principal.entries.filter(entry => {
    const reference = entry.type === 'AWS' ? readPrincipal(entry.text) : undefined
    return reference?.kind === 'account' && reference.accountId !== accountId
  })
}

function* foreignAccountsAlone(view: View): Generator<Hit> {
  for (const statement of view.statements) {
    if (!statement.allows || !assumes(statement)) continue
    if (demands(statement, callerKeys) || demands(statement, externalIdKeys)) continue
    for (const at of foreignAccounts(view, statement)) yield { at, values: { account: accountOf(at.text) } }
  }
}

const accountOf = (text: string) => /\d{12}/.exec(text)?.[0] ?? text

function* everyoneAlone({ kind, statements }: View): Generator<Hit> {
  for (const statement of statements) {
    const { allows, principal } = statement
    if (!allows || principal === undefined || principal.negated) continue
    if (demands(statement, callerKeys) || (kind === 'resource' && demands(statement, originKeys))) continue
    // The bare star is refused in a trust policy, which is a finding of AWS's.
    if (principal.everyone && kind === 'resource') yield { at: principal }
    for (const at of principal.entries) if (at.type === 'AWS' && at.text === '*') yield { at }
  }
}

/**
 * Services that say, when they take a role, for which account or resource they do. Others (ec2, lambda) do not, and
 * a condition would keep them out.
 */
const servicesWithSource = new Set(
  'appsync bedrock codebuild comprehend datasync dms ecs-tasks firehose kendra pipes rolesanywhere sagemaker scheduler ssm states transfer vpc-flow-logs'
    .split(' ')
    .map(name => `${name}.amazonaws.com`),
)

function* servicesAlone({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    if (!statement.allows || !assumes(statement) || statement.conditions.some(asksFor(sourceKeys))) continue
    for (const at of servicePrincipals(statement)) {
      if (servicesWithSource.has(at.text)) yield { at, values: { service: at.text } }
    }
  }
}

function* samlWithoutAudience({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    if (
      !statement.allows ||
      statement.conditions.some(({ name }) => name === 'saml:aud' || name === 'saml:iss')
    )
      continue
    for (const at of federatedPrincipals(statement)) if (providerKind(at.text) === 'SAML') yield { at }
  }
}

export const trustScopeChecks: readonly Check[] = [
  {
    code: 'FOREIGN_ACCOUNT_TRUSTED_ALONE',
    title: 'Foreign account trusted alone',
    severity: 'security-warning',
    source: 'crossrole',
    kinds: ['trust'],
    message:
      'The whole account {account} is trusted with no further condition. If it acts for others too, one of them can have it act on this role.',
    advice:
      'Demand sts:ExternalId of a third party, aws:PrincipalOrgID within an organization, or name the role that is meant.',
    learnMore: deputyPage,
    find: foreignAccountsAlone,
  },
  {
    code: 'EVERYONE_WITHOUT_CONDITION',
    title: 'Everyone without condition',
    severity: 'security-warning',
    source: 'crossrole',
    kinds: principalKinds,
    message: 'Every principal of every account is let in, and no condition says who of them is meant.',
    advice:
      'Name the principals, or demand aws:PrincipalOrgID or aws:PrincipalArn. An external id is no secret, so in a trust policy it is not enough.',
    learnMore: principalPage,
    find: everyoneAlone,
  },
  {
    code: 'SERVICE_TRUSTED_WITHOUT_SOURCE',
    title: 'Service trusted without source',
    severity: 'warning',
    source: 'crossrole',
    kinds: ['trust'],
    message:
      'The service {service} may take the role for any account, because the statement does not say for which one.',
    advice: 'Demand aws:SourceAccount or aws:SourceArn: this service names the source when it takes a role.',
    learnMore: deputyPage,
    find: servicesAlone,
  },
  {
    code: 'SAML_WITHOUT_AUDIENCE',
    title: 'SAML without audience',
    severity: 'warning',
    source: 'crossrole',
    kinds: ['trust'],
    message:
      'A SAML provider is trusted, and no condition on saml:aud says at which sign-in page its users come in.',
    advice: 'Demand "StringEquals": {"saml:aud": "https://signin.aws.amazon.com/saml"}.',
    learnMore: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html',
    find: samlWithoutAudience,
  },
]
