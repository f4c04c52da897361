import type { PermissionCheckResultType } from '@aws-sdk/client-iam'
import { type EntityTexts, type PolicyText, textsOfRole, textsOfUser } from '../../authorize/policy-texts.ts'
import type { ManagedDocuments } from '../../authorize/question.ts'
import { foreseenContext, Simulation } from '../../authorize/simulation.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Store } from '../../store/contract.ts'
import { readGivenPolicy } from './given-policies.ts'

/**
 * Whether the caller has the permissions that a delegation request asks for: "an approximate result". What has a
 * wildcard or a condition is certain only where nothing is denied to the caller, and never where it is not allowed.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetDelegationRequest.html#API_GetDelegationRequest_ResponseElements
 */
interface Asked {
  readonly caller: Caller
  readonly store: Store
  readonly managed: ManagedDocuments
  readonly now: number
}

export async function checkPermissions(
  { caller, store, managed, now }: Asked,
  policy: string,
): Promise<PermissionCheckResultType> {
  const isNarrowed = Boolean(caller.session?.token.scopes?.length) || hasSessionPolicies(caller)
  if (caller.kind === 'root') return isNarrowed || caller.task ? 'UNSURE' : 'ALLOWED'
  const { account } = caller
  const texts = await store.read(account, rows => textsOf(caller, { rows, managed, account }))
  if (!texts) return 'DENIED'
  const all = [...texts.identity, ...(texts.boundary ?? [])]
  const simulation = new Simulation(caller, {
    identity: texts.identity.map(readable),
    ...(texts.boundary && { boundary: texts.boundary.map(readable) }),
  })
  const isAllowed = ({ action, resource }: Wish) => {
    const target = { arn: resource, account, policyMustAllow: false }
    const context = foreseenContext(caller, { arn: resource, account }, now)
    return simulation.judge(action, target, context).outcome === 'Allowed'
  }
  const { wishes, others } = wishesIn(policy)
  const refused = wishes.filter(wish => !isAllowed(wish))
  if (refused.some(wish => !isPattern(wish))) return 'DENIED'
  const mayBeDenied = wishes.some(isPattern) && all.some(({ text }) => /"Deny"/.test(text))
  return refused.length > 0 || others || mayBeDenied || isNarrowed ? 'UNSURE' : 'ALLOWED'
}

interface Wish {
  readonly action: string
  readonly resource: string
}

function isPattern({ action, resource }: Wish): boolean {
  return /[*?]/.test(action + resource)
}

interface Statement {
  readonly Effect: string
  readonly Action?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: unknown
}

/** What is asked for by name, and whether anything else is. */
function wishesIn(policy: string): { readonly wishes: readonly Wish[]; readonly others: boolean } {
  const { Statement: written } = JSON.parse(policy) as { Statement: Statement | readonly Statement[] }
  const allowed = [written].flat().filter(({ Effect }) => Effect === 'Allow')
  const plain = allowed.filter(({ Condition }) => Condition === undefined)
  const wishes = plain.flatMap(({ Action = [], Resource = [] }) =>
    [Action].flat().flatMap(action => [Resource].flat().map(resource => ({ action, resource }))),
  )
  const isNamed = ({ Action, Resource }: Statement) => Action !== undefined && Resource !== undefined
  return { wishes, others: plain.length < allowed.length || !plain.every(isNamed) }
}

function textsOf(caller: Caller, asked: Parameters<typeof textsOfUser>[0]): Promise<EntityTexts | undefined> {
  if (caller.kind === 'user') return textsOfUser(asked, caller.userId)
  if (caller.kind === 'role-session') return textsOfRole(asked, caller.roleId)
  return Promise.resolve(undefined)
}

function hasSessionPolicies(caller: Caller): boolean {
  return 'sessionPolicies' in caller && caller.sessionPolicies !== undefined
}

function readable({ source, text }: PolicyText) {
  return { source, document: readGivenPolicy(text, ['identity']) }
}
