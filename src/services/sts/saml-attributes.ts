import { IdentityFault } from '../../federation/fault.ts'
import type { Assertion } from '../../federation/saml/assertion.ts'
import type { ConditionKeys } from '../../identity/caller.ts'
import { mustBeSourceIdentity, mustBeTags } from './bearer-session.ts'
import type { TagsInput } from './session-tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
const attributes = 'https://aws.amazon.com/SAML/Attributes/'

type Attributes = Assertion['attributes']

/** The values of one of AWS's own attributes. */
export function valuesOf(given: Attributes, name: string): readonly string[] {
  return given.get(`${attributes}${name}`) ?? []
}

/** Of an attribute that has one value. */
export function oneValueOf(given: Attributes, name: string): string | undefined {
  const [only, ...more] = valuesOf(given, name)
  if (more.length > 0) throw new IdentityFault('attribute', `${name} must have one value in AuthnResponse`)
  return only
}

/** "a comma-delimited pair of ARNs", in whichever order. */
export function mustGrant(given: Attributes, roleArn: string, providerArn: string): void {
  const isMeant = (value: string) => {
    const pair = value.split(',').map(part => part.trim())
    return pair.length === 2 && pair.includes(roleArn) && pair.includes(providerArn)
  }
  if (valuesOf(given, 'Role').some(isMeant)) return
  const message = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes"
  throw new IdentityFault('attribute', message)
}

export function samlTags(given: Attributes): Required<TagsInput> {
  const prefix = `${attributes}PrincipalTag:`
  const keys = [...given.keys()]
    .filter(name => name.startsWith(prefix))
    .map(name => name.slice(prefix.length))
  const Tags = keys.map(Key => ({ Key, Value: oneValueOf(given, `PrincipalTag:${Key}`) ?? '' }))
  const TransitiveTagKeys = valuesOf(given, 'TransitiveTagKeys')
  mustBeTags({ Tags, TransitiveTagKeys })
  return { Tags, TransitiveTagKeys }
}

export function samlSourceIdentity(given: Attributes): string | undefined {
  const value = oneValueOf(given, 'SourceIdentity')
  return value === undefined ? undefined : mustBeSourceIdentity(value)
}

const [fewestSeconds, mostSeconds] = [900, 43_200]

/** "if it is present in an AssumeRoleWithSAML API call, it can be used to shorten the duration of the session" */
export function samlSessionSeconds(given: Attributes): number | undefined {
  const value = oneValueOf(given, 'SessionDuration')
  if (value === undefined) return undefined
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : 0
  if (seconds >= fewestSeconds && seconds <= mostSeconds) return seconds
  const message = `SessionDuration in AuthnResponse must be a number from ${fewestSeconds} to ${mostSeconds}`
  throw new IdentityFault('attribute', message)
}

/** Attributes that trust policies can ask for, by the key's name: the tables of the same page. */
const keyNames: Readonly<Record<string, string>> = {
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': 'edupersonaffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.2': 'edupersonnickname',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.3': 'edupersonorgdn',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.4': 'edupersonorgunitdn',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.5': 'edupersonprimaryaffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.6': 'edupersonprincipalname',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.7': 'edupersonentitlement',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.8': 'edupersonprimaryorgunitdn',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.9': 'edupersonscopedaffiliation',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': 'edupersontargetedid',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.11': 'edupersonassurance',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.2': 'eduorghomepageuri',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.3': 'eduorgidentityauthnpolicyuri',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.4': 'eduorglegalname',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.5': 'eduorgsuperioruri',
  'urn:oid:1.3.6.1.4.1.5923.1.2.1.6': 'eduorgwhitepagesuri',
  'urn:oid:2.5.4.3': 'cn',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': 'name',
  'http://schemas.xmlsoap.org/claims/CommonName': 'commonName',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname': 'givenName',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname': 'surname',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': 'mail',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid': 'primaryGroupSID',
  '2.5.4.3': 'commonName',
  '2.5.4.4': 'surname',
  '2.4.5.42': 'givenName',
  '2.5.4.45': 'x500UniqueIdentifier',
  '0.9.2342.19200300100.1.1': 'uid',
  '0.9.2342.19200300100.1.3': 'mail',
  '0.9.2342.19200300.100.1.45': 'organizationStatus',
}

/** "If you include more than one [claim per key], only one claim will be mapped." A list of one value is that value. */
export function attributeKeys(given: Attributes): ConditionKeys {
  const entries = Object.entries(keyNames).flatMap(([name, key]) => {
    const [first, ...more] = given.get(name) ?? []
    return first === undefined ? [] : [[`saml:${key}`, more.length > 0 ? [first, ...more] : first] as const]
  })
  return Object.fromEntries(entries)
}
