/** Where the tokens of an account come from, and where their verifiers find its keys. */
export const issuerPath = '/_crossrole/issuers/'

/** The issuer of a token, as `iss` names it. */
export function issuerUrl(ownUrl: string, issuerId: string): string {
  return `${ownUrl}${issuerPath}${issuerId}`
}

/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
export function discoveryDocument(issuer: string, algorithms: readonly string[]) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: algorithms,
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'jti', 'sub', 'https://sts.amazonaws.com/'],
  }
}
