import { IdentityFault } from '../../federation/fault.ts'
import { readKeySet } from '../../federation/oidc/key-set.ts'
import { parseIssuer } from '../../services/iam/issuer-url.ts'
import { ServiceError } from '../../wire/error.ts'
import type { Forms } from './forms.ts'
import type { PlannedProvider } from './plan.ts'
import type { Unique } from './unique.ts'
import type { WrittenValue } from './written.ts'

/** An OIDC provider of an account. With keys of its own (`jwks`) nobody is ever asked for them. */
export function readOidcProvider(written: WrittenValue, urls: Unique, forms: Forms): PlannedProvider {
  const members = written.members(['url'], ['clientIds', 'thumbprints', 'jwks'])
  const url = members.url?.text() ?? ''
  if (members.url && url !== '') checkUrl(members.url, url)
  urls.check(members.url, url)
  const clientIds = members.clientIds?.items().map(item => item.text()) ?? []
  const thumbprints = members.thumbprints?.items().map(item => item.text()) ?? []
  forms.check(members.url, 'CreateOpenIDConnectProvider', { Url: url })
  forms.check(members.clientIds, 'CreateOpenIDConnectProvider', { Url: url, ClientIDList: clientIds })
  forms.check(members.thumbprints, 'CreateOpenIDConnectProvider', { Url: url, ThumbprintList: thumbprints })
  const jwks = members.jwks?.json()
  if (members.jwks && jwks !== undefined) checkKeySet(members.jwks, jwks)
  return { url, clientIds, thumbprints, ...(jwks !== undefined && { jwks }) }
}

function checkUrl(written: WrittenValue, url: string): void {
  try {
    parseIssuer(url)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    written.fault('must begin with https:// (or be http:// on this machine), without query or fragment')
  }
}

function checkKeySet(written: WrittenValue, jwks: string): void {
  try {
    readKeySet(JSON.parse(jwks))
  } catch (error) {
    if (!(error instanceof IdentityFault)) throw error
    written.fault('must be a JSON Web Key Set with an RSA or EC key')
  }
}
