import type { PrincipalElement, PrincipalEntry, PrincipalType } from '../document.ts'
import type { Grammar } from '../kinds.ts'
import { readPrincipal } from '../principal-reference.ts'
import type { Check } from './check.ts'
import type { FaultName, Report } from './fault.ts'
import { type Item, type PrincipalNode, readItems } from './shape.ts'

const domainName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i
const providerArn = /^arn:[a-z-]+:iam::\d{12}:(?:saml|oidc)-provider\/[^*?]+$/

/** It speaks for everybody's identity pools: a role that trusts it must say which. */
const cognito = 'cognito-identity.amazonaws.com'

/** What each type of principal may be, what a wrong one is called, and its name in AWS's messages. */
const types: Readonly<
  Record<PrincipalType, { isValid(value: string): boolean; fault: FaultName; label: string }>
> = {
  AWS: {
    // "You cannot use a wildcard to match part of a principal name or ARN"; groups are no principals.
    isValid: value => value === '*' || readPrincipal(value) !== undefined,
    fault: 'principal',
    label: 'AWS',
  },
  Service: { isValid: value => domainName.test(value), fault: 'principal', label: 'SERVICE' },
  Federated: {
    isValid: value => domainName.test(value) || providerArn.test(value),
    fault: 'federatedPrincipal',
    label: 'FEDERATED',
  },
  CanonicalUser: {
    isValid: value => value !== '' && value !== '*',
    fault: 'principal',
    label: 'CANONICAL_USER',
  },
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export const principals: Check = (document, grammar, report) => {
  for (const { principal, effect, ...place } of document.statements) {
    if (principal === undefined) {
      if (grammar.principal === 'required') report('missingField', place, 'Principal')
    } else if (grammar.principal === 'forbidden') {
      report('prohibitedPrincipal', principal)
    } else if (principal.negated && grammar.notPrincipal === 'forbidden') {
      report(effect?.text === 'Allow' ? 'allowNotPrincipal' : 'notPrincipal', principal)
    } else {
      readPrincipalElement(principal, grammar, report)
    }
  }
}

export const cognitoConditions: Check = (document, grammar, report) => {
  if (grammar.dialect !== 'trust') return
  for (const { principal, conditions } of document.statements) {
    if (principal === undefined || principal.negated || conditions.length > 0) continue
    const { entries } = readPrincipalElement(principal, grammar, () => undefined)
    if (entries.some(({ value }) => value === cognito)) report('cognitoCondition', principal)
  }
}

/** Reads the element; what is wrong with it is reported and left out. */
export function readPrincipalElement(
  node: PrincipalNode,
  grammar: Grammar,
  report: Report,
): PrincipalElement {
  const { negated, value } = node
  const everyone = value.kind === 'string' && value.value === '*'
  if (everyone) {
    if (!grammar.bareStar) report('starPrincipal', node)
    return { negated, everyone, entries: [] }
  }
  if (value.kind === 'string' && value.value === '') report('emptyPrincipal', node)
  else if (value.kind !== 'object') report('shape', node)
  else if (value.members.length === 0) report('emptyPrincipal', node)
  if (value.kind !== 'object' || value.members.length === 0) return { negated, everyone, entries: [] }
  const entries = value.members.flatMap(({ key, value: values }): PrincipalEntry[] => {
    const path = `${node.path}.${key.value}`
    const items = readItems(values, path, ['string'], report)
    const type = grammar.principalTypes.find(known => known === key.value)
    if (type === undefined) {
      const place = { path, offset: key.start, readTo: values.start + 1 }
      if (Object.hasOwn(types, key.value))
        report('principal', place, key.value.toUpperCase(), items[0]?.text ?? '')
      else report('principalType', place, key.value)
      return []
    }
    return items.flatMap(item => readEntry(type, item, report))
  })
  const isEmpty = value.members.every(
    ({ value: values }) => values.kind === 'array' && values.items.length === 0,
  )
  if (isEmpty) report('noPrincipals', node)
  return { negated, everyone, entries }
}

function readEntry(type: PrincipalType, item: Item, report: Report): PrincipalEntry[] {
  const rule = types[type]
  if (rule.isValid(item.text)) return [{ type, value: item.text }]
  report(rule.fault, item, rule.label, item.text)
  return []
}
