import type { Check, Hit } from '../check.ts'
import { matchesPattern } from '../patterns.ts'
import type { PrincipalEntryView, StatementView, Text, View } from '../view.ts'
import { providerKind } from './federation.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */

type Caller = 'AWS' | 'Service' | 'SAML' | 'OIDC'

/** Who can make the call at all. */
const callersOf: Readonly<Record<string, readonly Caller[]>> = {
  'sts:assumerole': ['AWS', 'Service'],
  'sts:assumerolewithsaml': ['SAML'],
  'sts:assumerolewithwebidentity': ['OIDC'],
}

function callerOf({ type, text }: PrincipalEntryView): Caller | undefined {
  if (type === 'AWS' || type === 'Service') return type
  return type === 'Federated' ? providerKind(text) : undefined
}

/** Callers of a literal action; of a pattern, those of all actions that it stands for. */
function callers({ text }: Text): readonly Caller[] {
  const lower = text.toLowerCase()
  return lower.length > longestPattern
    ? []
    : Object.entries(callersOf).flatMap(([action, those]) => (matchesPattern(lower, action) ? those : []))
}

/** No pattern of an STS action needs more. */
const longestPattern = 64

/**
 * The principals that an action cannot be called by: all, when none can call it, and those that can call no other
 * action of the statement either.
 */
function* misfits({ action, principal }: StatementView): Generator<Hit> {
  if (action === undefined || action.negated || principal === undefined) return
  const served = new Set(action.items.flatMap(callers))
  const written = new Map(action.items.map(item => [item.text.toLowerCase(), item]))
  const known = principal.entries.flatMap(entry => {
    const caller = callerOf(entry)
    return caller === undefined ? [] : [{ entry, caller }]
  })
  for (const [name, ours] of Object.entries(callersOf)) {
    const item = written.get(name)
    if (item === undefined) continue
    const isUsed = known.some(({ caller }) => ours.includes(caller))
    const wrong = known.filter(({ caller }) => !ours.includes(caller) && !(isUsed && served.has(caller)))
    if (wrong.length === 0) continue
    const principalNames = wrong.map(({ entry }) => entry.text).join(', ')
    yield {
      at: [item, ...wrong.map(({ entry }) => entry)],
      values: { actionName: item.text, principalNames },
    }
  }
}

/** The patterns among which one may allow an action of STS. */
function stsPatterns(items: readonly Text[]): readonly string[] {
  return items.map(item => item.text.toLowerCase()).filter(text => text.length <= longestPattern)
}

/** What IAM Roles Anywhere asks for. https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
const anywhereService = 'rolesanywhere.amazonaws.com'
const anywhereActions = ['sts:assumerole', 'sts:setsourceidentity', 'sts:tagsession']

function* anywhereWithoutActions({ statements }: View): Generator<Hit> {
  const trusting = statements.filter(
    ({ allows, principal }) => allows && principal?.entries.some(entry => entry.text === anywhereService),
  )
  const patterns = stsPatterns(trusting.flatMap(({ action }) => action?.items ?? []))
  if (anywhereActions.every(action => patterns.some(pattern => matchesPattern(pattern, action)))) return
  for (const { action } of trusting) if (action) yield { at: action }
}

/** Sessions of a role that the statement names itself. */
function* sessionsOfNamedRoles({ statements }: View): Generator<Hit> {
  for (const { principal } of statements) {
    const roles = new Map<string, PrincipalEntryView>()
    for (const entry of principal?.entries ?? []) {
      const role = /^arn:[^:]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(entry.text)
      if (role) roles.set(`${role[1]}/${role[2]}`, entry)
    }
    for (const entry of principal?.entries ?? []) {
      const session = /^arn:[^:]*:(?:iam|sts)::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(entry.text)
      const parent = session && roles.get(`${session[1]}/${session[2]}`)
      if (parent)
        yield { at: [entry, parent], values: { redundant_principal: entry.text, parent_role: parent.text } }
    }
  }
}

/** Facts that only a further action brings into the request. */
const neededActions: readonly { readonly action: string; readonly isFor: (key: string) => boolean }[] = [
  { action: 'sts:SetSourceIdentity', isFor: key => key === 'sts:sourceidentity' },
  {
    action: 'sts:TagSession',
    isFor: key =>
      key === 'sts:transitivetagkeys' || key === 'aws:tagkeys' || key.startsWith('aws:requesttag/'),
  },
]

function* conditionsWithoutAction({ statements }: View): Generator<Hit> {
  for (const { action, conditions } of statements) {
    if (action === undefined || action.negated) continue
    const patterns = stsPatterns(action.items)
    if (!patterns.some(pattern => pattern.startsWith('sts:assumerole'))) continue
    const missing = neededActions.filter(
      needed => !patterns.some(pattern => matchesPattern(pattern, needed.action.toLowerCase())),
    )
    for (const { key, name, facts, place } of conditions) {
      const needed = missing.find(entry => entry.isFor(name))
      if (needed === undefined || facts === undefined || facts.negated || facts.ifExists) continue
      yield { at: [place, action], values: { actionName: needed.action, keyName: key.text } }
    }
  }
}

export const trustChecks: readonly Check[] = [
  {
    code: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
    title: 'Role trust policy syntax error notprincipal',
    severity: 'error',
    kinds: ['trust'],
    message:
      'Role trust policies do not support NotPrincipal. Update the policy to use a Principal element instead.',
    advice: 'Name who is trusted; exceptions belong into conditions.',
    *find({ statements }) {
      for (const { elements } of statements) {
        const at = elements.get('NotPrincipal')
        if (at) yield { at }
      }
    },
  },
  {
    code: 'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    title: 'Role trust policy unsupported wildcard in principal',
    severity: 'error',
    kinds: ['trust'],
    message:
      '"Principal:" "*" is not supported in the principal element of a role trust policy. Replace the wildcard with a valid principal value.',
    advice: 'Name the accounts, or the organization in a condition on {"AWS": "*"}.',
    *find({ statements }) {
      for (const { principal } of statements) if (principal?.everyone) yield { at: principal }
    },
  },
  {
    code: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
    title: 'Role trust policy syntax error resource',
    severity: 'error',
    kinds: ['trust'],
    message:
      'Role trust policies apply to the role that they are attached to. You cannot specify a resource. Remove the Resource or NotResource element.',
    advice: 'What the role may do stands in the policies attached to it.',
    *find({ statements }) {
      for (const { resource } of statements) if (resource) yield { at: resource }
    },
  },
  {
    code: 'MISMATCHED_ACTION_FOR_PRINCIPAL',
    title: 'Mismatched action for principal',
    severity: 'error',
    kinds: ['trust'],
    message:
      'The {actionName} action is invalid with the following principal(s): {principalNames}. Use a SAML provider principal with the sts:AssumeRoleWithSAML action or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider is Federated if you use either of the two options.',
    advice: 'Such a statement never applies.',
    *find({ statements }) {
      for (const statement of statements) yield* misfits(statement)
    },
  },
  {
    code: 'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
    title: 'Missing action for roles anywhere trust policy',
    severity: 'error',
    kinds: ['trust'],
    message:
      'The rolesanywhere.amazonaws.com service principal requires the sts:AssumeRole, sts:SetSourceIdentity, and sts:TagSession permissions to assume a role. Add the missing permissions to the policy.',
    advice: 'It tags each session with the subject of the certificate.',
    find: anywhereWithoutActions,
  },
  {
    code: 'MISSING_ACTION_FOR_CONDITION_KEY',
    title: 'Missing action for condition key',
    severity: 'error',
    kinds: ['trust', 'identity', 'boundary', 'session'],
    message:
      'The {actionName} action must be in the action block to allow setting values for the condition key {keyName}. Add {actionName} to the action block.',
    advice: 'Who meets the condition is then refused for what it asks.',
    find: conditionsWithoutAction,
  },
  {
    code: 'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
    title: 'Redundant principal in role trust policy',
    severity: 'suggestion',
    kinds: ['trust'],
    message:
      'The assumed-role principal {redundant_principal} is redundant with its parent role {parent_role}. Remove the assumed-role principal.',
    advice: 'Trusting a role is trusting each of its sessions.',
    find: sessionsOfNamedRoles,
  },
]
