import type { PolicyKind } from '../document.ts'
import type { Severity } from './finding.ts'
import type { Place, View } from './view.ts'

/** One rule, and all that is known of it: documentation and tests are made from these entries. */
export interface Check {
  /** AWS's issue code, or a name of ours. */
  readonly code: string
  readonly title: string
  readonly severity: Severity
  /** Absent: the check is one of Access Analyzer's. */
  readonly source?: 'crossrole'
  /** The kinds of policy it is about; absent: all. */
  readonly kinds?: readonly PolicyKind[]
  /** Without a reference nothing is found. */
  readonly needsReference?: true
  /** Asked only when no other check found an error. */
  readonly onlyWithoutErrors?: true
  /** With `{names}` for details. More than one form: a hit says which one applies. */
  readonly message: string | Readonly<Record<string, string>>
  readonly advice: string
  /** Of a check of ours: the page that states the rule. */
  readonly learnMore?: string
  readonly find: (view: View) => Iterable<Hit>
}

export interface Hit {
  /** The first place is where the finding stands; the others have a part in it. */
  readonly at: Place | readonly Place[]
  readonly values?: Readonly<Record<string, string>>
  readonly form?: string
}

export const identityKinds: readonly PolicyKind[] = ['identity', 'boundary', 'session']
/** Kinds that name principals by ARN. */
export const principalKinds: readonly PolicyKind[] = ['trust', 'resource']

const page =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks'

/** What AWS's page calls the severities in its anchors. */
const anchors: Readonly<Record<Severity, string>> = {
  error: 'error',
  'security-warning': 'security-warning',
  warning: 'general-warning',
  suggestion: 'suggestion',
}

export function learnMoreOf({ code, severity, learnMore }: Check): string {
  return learnMore ?? `${page}-${anchors[severity]}-${code.toLowerCase().replaceAll('_', '-')}`
}

export function messageOf({ message }: Check, { form = '', values = {} }: Hit): string {
  const template = typeof message === 'string' ? message : (message[form] ?? '')
  return template.replace(/\{(\w+)\}/g, (written, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : written,
  )
}
