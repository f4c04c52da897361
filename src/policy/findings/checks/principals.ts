import { type Check, identityKinds, principalKinds } from '../check.ts'
import type { PrincipalEntryView, View } from '../view.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */

const principalTypes = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])
const anyKind = ['trust', 'resource', 'resource-control'] as const

/** What AWS calls the kinds that name no principal. */
const policyTypes: Readonly<Record<string, string>> = {
  identity: 'IDENTITY_POLICY',
  boundary: 'IDENTITY_POLICY',
  session: 'IDENTITY_POLICY',
}

function* entries({ statements }: View): Generator<PrincipalEntryView> {
  for (const { principal } of statements) yield* principal?.entries ?? []
}

function uniqueIds(prefix: string, name: string): Check['find'] {
  return function* find(view) {
    for (const at of entries(view)) {
      if (at.type === 'AWS' && at.text.startsWith(prefix) && /^[A-Z0-9]{16,128}$/.test(at.text))
        yield { at, values: { [name]: at.text } }
    }
  }
}

export const principalChecks: readonly Check[] = [
  {
    code: 'MISSING_PRINCIPAL',
    title: 'Missing principal',
    severity: 'error',
    kinds: anyKind,
    message: 'Add a Principal element to the policy statement.',
    advice: 'What is attached to a resource says to whom it applies.',
    *find({ statements }) {
      for (const at of statements) {
        if (!at.elements.has('Principal') && !at.elements.has('NotPrincipal')) yield { at }
      }
    },
  },
  {
    code: 'UNSUPPORTED_PRINCIPAL',
    title: 'Unsupported principal',
    severity: 'error',
    kinds: identityKinds,
    message:
      'The policy type {policy_type} does not support the Principal element. Remove the Principal element.',
    advice: 'The policy applies to whom it is attached to.',
    *find({ kind, statements }) {
      for (const { principal } of statements) {
        if (principal) yield { at: principal, values: { policy_type: policyTypes[kind] ?? kind } }
      }
    },
  },
  {
    code: 'INVALID_PRINCIPAL_FORMAT',
    title: 'Invalid principal format',
    severity: 'error',
    kinds: anyKind,
    message:
      'The Principal element contents are not valid. Specify a key-value pair in the Principal element.',
    advice: 'For instance {"AWS": "arn:aws:iam::111122223333:role/Auditor"}.',
    *find({ statements }) {
      for (const { principal } of statements) if (principal?.malformed) yield { at: principal }
    },
  },
  {
    code: 'INVALID_PRINCIPAL_KEY',
    title: 'Invalid principal key',
    severity: 'error',
    kinds: anyKind,
    message: 'The principal key {key} is not valid.',
    advice: 'The keys are AWS, Service, Federated and CanonicalUser.',
    *find({ statements }) {
      for (const { principal } of statements) {
        for (const key of principal?.keys ?? []) {
          if (!principalTypes.has(key.text)) yield { at: key, values: { key: key.text } }
        }
      }
    },
  },
  {
    code: 'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    title: 'Unsupported wildcard in principal',
    severity: 'error',
    kinds: principalKinds,
    message:
      'Wildcards (*, ?) are not supported with the principal key {principal_key}. Replace the wildcard with a valid principal value.',
    advice: 'Name the account here, and the pattern under ArnLike aws:PrincipalArn in the conditions.',
    *find(view) {
      for (const at of entries(view)) {
        const isEveryone = at.type === 'AWS' && at.text === '*'
        if (principalTypes.has(at.type) && !isEveryone && /[*?]/.test(at.text))
          yield { at, values: { principal_key: at.type } }
      }
    },
  },
  {
    code: 'EMPTY_OBJECT_PRINCIPAL',
    title: 'Empty object principal',
    severity: 'suggestion',
    kinds: principalKinds,
    message: 'This statement includes no principals and does not affect the policy. Specify principals.',
    advice: 'Name the principals, or remove the statement. A policy with such an element is refused.',
    *find({ statements }) {
      for (const { principal } of statements) {
        if (principal && !principal.everyone && !principal.malformed && principal.keys.length === 0)
          yield { at: principal }
      }
    },
  },
  {
    code: 'EMPTY_ARRAY_PRINCIPAL',
    title: 'Empty array principal',
    severity: 'suggestion',
    kinds: principalKinds,
    message: 'This statement includes no principals and does not affect the policy. Specify principals.',
    advice: 'Name the principals, or remove the key.',
    *find({ statements }) {
      for (const { principal } of statements) {
        for (const key of principal?.keys ?? []) if (key.isEmptyArray) yield { at: key.values }
      }
    },
  },
  {
    code: 'INVALID_ROLE_REFERENCE',
    title: 'Invalid role reference',
    severity: 'warning',
    kinds: principalKinds,
    message:
      'The Principal element includes the IAM role ID {roleid}. We recommend that you use a role ARN instead.',
    advice: 'An id in place of an ARN is often what remains of a role that was deleted: see who it was.',
    find: uniqueIds('AROA', 'roleid'),
  },
  {
    code: 'INVALID_USER_REFERENCE',
    title: 'Invalid user reference',
    severity: 'warning',
    kinds: principalKinds,
    message:
      'The Principal element includes the IAM user ID {userid}. We recommend that you use a user ARN instead.',
    advice: 'An id in place of an ARN is often what remains of a user that was deleted: see who it was.',
    find: uniqueIds('AIDA', 'userid'),
  },
  {
    code: 'ALLOW_WITH_NOT_PRINCIPAL',
    title: 'Allow with NotPrincipal',
    severity: 'security-warning',
    kinds: ['resource'],
    message:
      'Using Allow with NotPrincipal can be overly permissive. We recommend that you use Principal instead.',
    advice: 'It allows everyone else, anonymous callers included.',
    *find({ statements }) {
      for (const { allows, principal } of statements)
        if (allows && principal?.negated) yield { at: principal }
    },
  },
  {
    code: 'FEDERATED_PRINCIPAL_NOT_SUPPORTED',
    title: 'Federated principal not supported',
    severity: 'error',
    kinds: ['resource'],
    message:
      'The policy type does not support a federated identity provider in the principal element. Use a supported principal.',
    advice: 'Name the role that federated users take.',
    *find(view) {
      for (const at of entries(view)) if (at.type === 'Federated') yield { at }
    },
  },
]
