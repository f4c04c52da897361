import { globalKeys } from '../../../policy/findings/global-keys.ts'
import type { Choices } from './action-choice.ts'
import type { ConditionKeyEntry, ServiceFile } from './service-facts.ts'
import type { ConditionRow, Effect } from './statement.ts'

/**
 * Operators by the type of the key that they compare.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operatorsByType: Readonly<Record<string, readonly string[]>> = {
  String: [
    ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
    ...['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ],
  ARN: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
  Bool: ['Bool'],
  Numeric: [
    ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
    ...['NumericGreaterThan', 'NumericGreaterThanEquals'],
  ],
  Date: [
    ...['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals'],
    ...['DateGreaterThan', 'DateGreaterThanEquals'],
  ],
  IPAddress: ['IpAddress', 'NotIpAddress'],
  Binary: ['BinaryEquals'],
}

const nullOperator = 'Null'
export const qualifiers = ['', 'ForAllValues', 'ForAnyValue'] as const
export type Qualifier = (typeof qualifiers)[number]

export function isMultivalued(type: string): boolean {
  return type.startsWith('ArrayOf')
}

/** A key of an unknown type may take any operator. */
export function operatorsFor(type: string | undefined): readonly string[] {
  const scalar = type?.replace(/^ArrayOf/, '') ?? ''
  const fitting = Object.hasOwn(operatorsByType, scalar) ? operatorsByType[scalar] : undefined
  return [...(fitting ?? Object.values(operatorsByType).flat()), nullOperator]
}

export interface OperatorParts {
  readonly qualifier: Qualifier
  readonly operator: string
  readonly ifExists: boolean
}

export function takeApart(written: string): OperatorParts {
  const colon = written.indexOf(':')
  const qualifier = qualifiers.find(name => name !== '' && name === written.slice(0, colon)) ?? ''
  const rest = qualifier === '' ? written : written.slice(colon + 1)
  const ifExists = rest.endsWith('IfExists')
  return { qualifier, operator: ifExists ? rest.slice(0, -'IfExists'.length) : rest, ifExists }
}

export function putTogether({ qualifier, operator, ifExists }: OperatorParts): string {
  const suffix = ifExists && operator !== nullOperator ? 'IfExists' : ''
  return `${qualifier === '' ? '' : `${qualifier}:`}${operator}${suffix}`
}

export interface KeyChoices {
  /** Those that AWS documents for the chosen actions. */
  readonly ofService: readonly ConditionKeyEntry[]
  readonly global: readonly ConditionKeyEntry[]
}

export function keysFor(facts: ServiceFile | undefined, choices: Choices | undefined): KeyChoices {
  const global = globalKeys
  if (facts === undefined) return { ofService: [], global }
  const chosen = facts.actions.filter(action => choices?.choiceOf(action.name) !== undefined)
  const names = new Set<string>()
  for (const action of chosen) {
    for (const name of action.conditionKeys) names.add(name.toLowerCase())
    for (const type of action.resourceTypes) {
      for (const name of type.conditionKeys) names.add(name.toLowerCase())
      const factsOfType = facts.resourceTypes.find(entry => entry.name === type.name)
      for (const name of factsOfType?.conditionKeys ?? []) names.add(name.toLowerCase())
    }
  }
  return { ofService: facts.conditionKeys.filter(key => names.has(key.name.toLowerCase())), global }
}

/** `aws:RequestTag/${TagKey}`, `s3:ExistingObjectTag/<key>`: the key is the start, and a name of the author's behind it. */
export function keyStart(name: string): string | undefined {
  const start = name.search(/\$\{|<|tag-key$/)
  if (start > 0) return name.slice(0, start)
  return name.endsWith('/') ? name : undefined
}

export function typeOfKey(choices: KeyChoices, key: string): string | undefined {
  const lower = key.toLowerCase()
  return [...choices.ofService, ...choices.global].find(entry => {
    const start = keyStart(entry.name)?.toLowerCase()
    return start === undefined ? entry.name.toLowerCase() === lower : lower.startsWith(start)
  })?.type
}

/**
 * "MFA required": a request signed with long-term keys does not carry the key at all, so an Allow asks for it, and a
 * Deny holds without it. (AWS's editor writes `BoolIfExists` into either, which lets long-term keys pass an Allow.)
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export const mfaConditions: Readonly<Record<Effect, ConditionRow>> = {
  Allow: { operator: 'Bool', key: 'aws:MultiFactorAuthPresent', values: ['true'] },
  Deny: { operator: 'BoolIfExists', key: 'aws:MultiFactorAuthPresent', values: ['false'] },
}

/** "Source IP": the addresses from which an Allow lets in, and all others that a Deny keeps out. */
export const sourceIpOperators: Readonly<Record<Effect, string>> = {
  Allow: 'IpAddress',
  Deny: 'NotIpAddress',
}
export const sourceIpKey = 'aws:SourceIp'
