import type { Condition } from '../../../policy/document.ts'
import { roles as words } from '../../words/roles.ts'
import { type TrustedEntity, trustedEntities } from './trusted-entities.ts'

/** As AWS's console says it: `Account: 111122223333`, `AWS Service: ec2`. */
export function trustedText({ kind, name }: TrustedEntity): string {
  return words.trusted[kind](name)
}

/** All of a role, in one line of a list. */
export function trustedSummary(trustPolicy: string): string {
  const entities = trustedEntities(trustPolicy)
  if (entities === undefined) return words.trustUnread
  return [...new Set(entities.map(trustedText))].join(', ') || words.trustNobody
}

export function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key}: ${values.join(', ')}`
}

/** People can switch to roles that trust accounts and those in them. */
const switching: ReadonlySet<TrustedEntity['kind']> = new Set([
  'everyone',
  'account',
  'user',
  'role',
  'session',
  'federated-user',
])

/** Whom the role lets in that has credentials of an account, from which a profile or Switch Role takes it. */
function callers(trustPolicy: string): readonly TrustedEntity[] {
  return (trustedEntities(trustPolicy) ?? []).filter(({ kind }) => switching.has(kind))
}

const asksForExternalId = ({ conditions }: TrustedEntity) => conditions.find(isExternalId)

const isExternalId = ({ key }: Condition) => key.toLowerCase() === 'sts:externalid'

/** Switch Role brings no external ID: who must bring one comes by API, CLI or SDK. */
export function isSwitchable(trustPolicy: string): boolean {
  return callers(trustPolicy).some(caller => !asksForExternalId(caller))
}

/** How a profile of the AWS CLI takes the role; undefined where nobody could. */
export function profileTrust(trustPolicy: string): { readonly externalId?: string } | undefined {
  const [caller] = callers(trustPolicy)
  if (!caller) return undefined
  const [externalId] = asksForExternalId(caller)?.values ?? []
  return externalId === undefined ? {} : { externalId }
}
