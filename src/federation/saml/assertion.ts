import { IdentityFault } from '../fault.ts'
import { attributeOf, childrenOf, onlyChild, textOf } from '../xml/document.ts'
import { assertionNamespace as saml } from './names.ts'

/** What a verified assertion says. Times are epoch milliseconds. */
export interface Assertion {
  readonly id: string
  readonly issuer: string
  readonly issuedAt: number
  readonly subject: string
  readonly subjectFormat: string
  readonly recipient: string
  readonly confirmedUntil: number
  readonly validFrom?: number
  readonly validUntil?: number
  /** Of each restriction: all must be met. */
  readonly audiences: readonly (readonly string[])[]
  readonly sessionUntil?: number
  readonly attributes: ReadonlyMap<string, readonly string[]>
}

const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const unspecifiedFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
export function readAssertion(element: Element): Assertion {
  const issuedAt = timeOf(element, 'IssueInstant')
  if (attributeOf(element, 'Version') !== '2.0' || issuedAt === undefined) {
    throw new IdentityFault('not-a-response')
  }
  return {
    id: attributeOf(element, 'ID') ?? '',
    issuer: textOf(onlyChild(element, saml, 'Issuer')) ?? '',
    issuedAt,
    ...readSubject(element),
    ...readConditions(element),
    ...readSession(element),
    attributes: readAttributes(element),
  }
}

/** "There must be exactly one SubjectConfirmation element with a SubjectConfirmationData element …" */
function readSubject(assertion: Element) {
  const subject = onlyChild(assertion, saml, 'Subject')
  const nameId = onlyChild(subject, saml, 'NameID')
  const name = textOf(nameId)
  if (!name) throw new IdentityFault('no-subject')
  const confirmation = onlyChild(subject, saml, 'SubjectConfirmation')
  const data = onlyChild(confirmation, saml, 'SubjectConfirmationData')
  const recipient = attributeOf(data, 'Recipient')
  const confirmedUntil = timeOf(data, 'NotOnOrAfter')
  const isBearer = attributeOf(confirmation, 'Method') === bearer
  if (!isBearer || !recipient || confirmedUntil === undefined) throw new IdentityFault('confirmation')
  return {
    subject: name,
    subjectFormat: attributeOf(nameId, 'Format') ?? unspecifiedFormat,
    recipient,
    confirmedUntil,
  }
}

function readConditions(assertion: Element) {
  const elements = childrenOf(assertion, saml, 'Conditions')
  if (elements.length > 1) throw new IdentityFault('not-a-response')
  const [conditions] = elements
  const [validFrom, validUntil] = [timeOf(conditions, 'NotBefore'), timeOf(conditions, 'NotOnOrAfter')]
  const restrictions = conditions ? childrenOf(conditions, saml, 'AudienceRestriction') : []
  return {
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    audiences: restrictions.map(restriction => textsOf(childrenOf(restriction, saml, 'Audience'))),
  }
}

/** The earliest end that one of the statements sets. */
function readSession(assertion: Element): { sessionUntil?: number } {
  const ends = childrenOf(assertion, saml, 'AuthnStatement')
    .map(statement => timeOf(statement, 'SessionNotOnOrAfter'))
    .filter(time => time !== undefined)
  return ends.length > 0 ? { sessionUntil: Math.min(...ends) } : {}
}

/** By name, with regard to case; an attribute that is there twice has the values of both. */
function readAttributes(assertion: Element): ReadonlyMap<string, readonly string[]> {
  const attributes = new Map<string, readonly string[]>()
  const statements = childrenOf(assertion, saml, 'AttributeStatement')
  for (const attribute of statements.flatMap(statement => childrenOf(statement, saml, 'Attribute'))) {
    const name = attributeOf(attribute, 'Name') ?? ''
    const values = textsOf(childrenOf(attribute, saml, 'AttributeValue'))
    attributes.set(name, [...(attributes.get(name) ?? []), ...values])
  }
  return attributes
}

function textsOf(elements: readonly Element[]): readonly string[] {
  return elements.map(textOf).filter(text => text !== undefined)
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** Undefined when the attribute is absent. */
function timeOf(element: Element | undefined, name: string): number | undefined {
  const text = attributeOf(element, name)
  if (text === undefined) return undefined
  const time = instant.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) throw new IdentityFault('not-a-response')
  return time
}
