import type { Check, Hit } from '../check.ts'
import { allConditions } from '../key-facts.ts'
import { hasOwnWildcards } from '../variable-scan.ts'
import type { PrincipalEntryView, StatementView, View } from '../view.ts'

/**
 * Trust in identity providers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */

const samlArn = /^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/.+$/
const oidcArn = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/(.+)$/
const domainName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i

export type ProviderKind = 'SAML' | 'OIDC'

export function providerKind(value: string): ProviderKind | undefined {
  if (samlArn.test(value)) return 'SAML'
  return oidcArn.test(value) || domainName.test(value) ? 'OIDC' : undefined
}

/** `token.actions.githubusercontent.com`: what the provider's condition keys begin with. */
function issuerOf(value: string): string {
  return (oidcArn.exec(value)?.[1] ?? value).toLowerCase()
}

const github = 'token.actions.githubusercontent.com'
const isGithub = (value: string) => issuerOf(value).split('/')[0] === github

export function federatedPrincipals({ principal }: StatementView): readonly PrincipalEntryView[] {
  return principal?.negated ? [] : (principal?.entries.filter(entry => entry.type === 'Federated') ?? [])
}

function* oidcWithoutCondition({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    if (!statement.allows) continue
    for (const at of federatedPrincipals(statement)) {
      if (providerKind(at.text) !== 'OIDC' || isGithub(at.text)) continue
      const prefix = `${issuerOf(at.text)}:`
      if (!statement.conditions.some(({ name }) => name.startsWith(prefix))) yield { at }
    }
  }
}

function* githubWithoutSubject({ statements }: View): Generator<Hit> {
  for (const statement of statements) {
    if (!statement.allows) continue
    for (const at of federatedPrincipals(statement)) {
      const key = `${issuerOf(at.text)}:sub`
      if (isGithub(at.text) && !statement.conditions.some(({ name }) => name === key)) yield { at }
    }
  }
}

function* openGithubSubjects({ statements }: View): Generator<Hit> {
  for (const { allows, conditions } of statements) {
    if (!allows) continue
    const namesBranch = conditions.some(({ name }) => name === `${github}:ref`)
    for (const { name, facts, values } of conditions) {
      if (name !== `${github}:sub` || !facts?.takesWildcards || facts.negated) continue
      for (const value of values) {
        // `repo:octo-org/octo-repo:environment:Production`: the repository, and what it is about.
        const [, repository = value.text] = value.text.split(':')
        const isOpen = hasOwnWildcards(namesBranch ? repository : value.text)
        if (isOpen) yield { at: value }
      }
    }
  }
}

function* qualifiedAudiences(view: View, set: 'ForAllValues' | 'ForAnyValue'): Generator<Hit> {
  for (const { facts, key, name, place } of allConditions(view)) {
    if (facts?.set === set && name.endsWith(':aud'))
      yield { at: place, values: { key: key.text, audienceType: 'aud' } }
  }
}

export const federationChecks: readonly Check[] = [
  {
    code: 'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY',
    title: 'Invalid federated principal syntax in role trust policy',
    severity: 'error',
    kinds: ['trust'],
    message:
      'The principal value specifies a federated principal that does not match the expected format. Update the federated principal to a domain name or a SAML metadata ARN.',
    advice: 'For instance arn:aws:iam::111122223333:saml-provider/Corporate.',
    *find({ statements }) {
      for (const at of statements.flatMap(federatedPrincipals)) {
        if (providerKind(at.text) === undefined && !/[*?]/.test(at.text)) yield { at }
      }
    },
  },
  {
    code: 'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL',
    title: 'Missing condition key for oidc principal',
    severity: 'security-warning',
    kinds: ['trust'],
    message:
      'Using an Open ID Connect principal without a condition can be overly permissive. Add condition keys with a prefix that matches your federated OIDC principals to ensure that only the intended identity provider assumes the role.',
    advice: 'Without a condition anyone who has an account with the provider takes the role.',
    find: oidcWithoutCondition,
  },
  {
    code: 'MISSING_GITHUB_REPO_CONDITION_KEY',
    title: 'Missing github repo condition key',
    severity: 'security-warning',
    kinds: ['trust'],
    message:
      'Granting a federated GitHub principal permissions without a condition key can allow more sources to assume the role than you intended. Add the token.actions.githubusercontent.com:sub condition key and specify the branch and repository name in the value.',
    advice: 'The audience is the same for all: only the subject tells your repository from others.',
    find: githubWithoutSubject,
  },
  {
    code: 'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED',
    title: 'Specific github repo and branch recommended',
    severity: 'warning',
    kinds: ['trust'],
    message:
      'Using a wildcard (*) in token.actions.githubusercontent.com:sub can allow requests from more sources than you intended. Specify the value of token.actions.githubusercontent.com:sub with the repository and branch name. If the subject claim does not include the branch, specify it in a token.actions.githubusercontent.com:ref condition key.',
    advice: 'Who can push to any branch of the repository, or open a pull request, takes the role.',
    find: openGithubSubjects,
  },
  {
    code: 'FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE',
    title: 'ForAnyValue with audience claim type',
    severity: 'security-warning',
    message:
      'Using ForAnyValue qualifier with the single-valued condition key {key} can be overly permissive. We recommend that you remove ForAnyValue:.',
    advice: 'A token is for one audience, and is compared with it.',
    find: view => qualifiedAudiences(view, 'ForAnyValue'),
  },
  {
    code: 'CONFIRM_AUDIENCE_CLAIM_TYPE',
    title: 'Confirm audience claim type',
    severity: 'suggestion',
    message:
      'The "{key}" ({audienceType}) claim key identifies the recipients that the JSON web token is intended for. Because this claim is single-valued, do not use a qualifier.',
    advice: 'ForAllValues: also holds when the token has no audience.',
    find: view => qualifiedAudiences(view, 'ForAllValues'),
  },
]
