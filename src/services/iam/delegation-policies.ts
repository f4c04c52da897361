import type { DelegationPermission } from '@aws-sdk/client-iam'
import type { ManagedDocuments } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { parsePolicy } from '../../policy/index.ts'
import type { Reader } from '../../store/contract.ts'
import type { DelegationParameter, DelegationRequestRow } from '../../store/delegation-tables.ts'
import { policyVersions } from '../../store/tables.ts'
import { policyWithArn } from './lookup.ts'
import { iamError } from './operation.ts'
import { parameterNames, RenderingFault, renderPolicy } from './template-rendering.ts'

/**
 * The permissions that a delegation request asks for: a template and values for its parameters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-policy-templates.html
 */

/** "The final rendered policy has a maximum size limit of 2048 characters." */
const maxPolicyCharacters = 2048

/** What examples use without a value: the account that is asked. */
const ownAccount = 'AccountId'

/** Stands for an account that is not known yet: it is as long as any. */
const someAccount = '000000000000'

/** AWS registers templates of its partners; here they are managed policies, the requestor's own or AWS's. */
export async function templateText(
  rows: Reader,
  managed: ManagedDocuments,
  templateArn: string,
): Promise<string> {
  const ofAws = managed.document(templateArn)
  if (ofAws !== undefined) return ofAws
  const policy = await policyWithArn(rows, templateArn)
  const version = policy && (await rows.get(policyVersions, policy.policyId, policy.defaultVersion))
  if (version) return version.text
  throw invalid(`The policy template ${templateArn} cannot be found.`)
}

export function parametersOf({ Parameters = [] }: DelegationPermission): readonly DelegationParameter[] {
  const parameters = Parameters.map(({ Name, Values = [], Type = 'string' }) => {
    if (Name === undefined) throw invalid('A policy parameter has no name.')
    if (Type === 'string' ? Values.length !== 1 : Values.length === 0) {
      const wanted = Type === 'string' ? 'exactly one value' : 'at least one value'
      throw invalid(`Policy parameter ${Name} must have ${wanted}, got ${Values.length}.`)
    }
    return { name: Name, values: [...Values], type: Type }
  })
  if (new Set(parameters.map(({ name }) => name)).size < parameters.length) {
    throw invalid('A policy parameter is given twice.')
  }
  return parameters
}

/** The policy as it will limit the session, or AWS's objection to it. */
export function requestedPolicy({
  template,
  parameters,
  ownerAccount,
}: Pick<DelegationRequestRow, 'template' | 'parameters'> & {
  readonly ownerAccount?: AccountId | undefined
}): string {
  const known = parameterNames(template)
  const unknown = parameters.find(({ name }) => !known.has(name))
  if (unknown) throw invalid(`Failed to render template: Unrecognized parameter: ${unknown.name}`)
  const values = new Map<string, readonly string[]>([[ownAccount, [ownerAccount ?? someAccount]]])
  for (const { name, values: given } of parameters) values.set(name, given)
  const policy = rendered(template, values)
  if (policy.length > maxPolicyCharacters) {
    throw invalid(`The rendered policy must have at most ${maxPolicyCharacters} characters.`)
  }
  const result = parsePolicy(policy, 'session')
  if ('document' in result) return policy
  throw invalid(result.faults[0]?.message ?? 'Syntax errors in policy.')
}

function rendered(template: string, values: ReadonlyMap<string, readonly string[]>): string {
  try {
    const policy = renderPolicy(template, values)
    if (policy !== undefined) return policy
  } catch (error) {
    if (!(error instanceof RenderingFault)) throw error
    throw invalid(`Failed to render template: ${error.message}`)
  }
  throw invalid('Failed to render template: No statement is left.')
}

/** "… the list of permissions boundary policies associated with the role creation": named by the conditions. */
export function boundariesIn(policy: string): readonly string[] {
  const found = new Set<string>()
  JSON.parse(policy, (key, value: unknown) => {
    if (key.toLowerCase() === 'iam:permissionsboundary') {
      for (const text of Array.isArray(value) ? value : [value]) found.add(String(text))
    }
    return value
  })
  return [...found]
}

export function invalid(message: string) {
  return iamError('InvalidInputException', message)
}
