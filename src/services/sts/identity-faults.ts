import { type FaultReason, IdentityFault } from '../../federation/fault.ts'
import { commonError } from '../../wire/errors.ts'
import { stsError } from './operation.ts'

/**
 * What STS says of a token or response that proves nothing. The words that AWS is known to use are used; those of
 * `algorithm`, `not-yet-valid` and `encryption-required` are ours.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html
 */
const faults: Readonly<Record<FaultReason, (message: string) => Error>> = {
  'not-a-token': () =>
    invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'),
  algorithm: () => invalid('The algorithm of the ID Token is not supported.'),
  'unknown-issuer': issuer => invalid(`No OpenIDConnect provider found in your account for ${issuer}`),
  unreachable: () =>
    stsError(
      'IDPCommunicationErrorException',
      'The identity provider (IDP) that was asked to verify the incoming identity token could not be reached.',
    ),
  'untrusted-server': () =>
    invalid("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"),
  'no-key': () =>
    invalid(
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    ),
  'token-signature': () => invalid('The web identity token that was passed could not be validated by AWS.'),
  claim: name => invalid(`Missing a required claim: ${name}`),
  audience: () => invalid('Incorrect token audience'),
  expired: message => stsError('ExpiredTokenException', message),
  'not-yet-valid': () => invalid('The token is not valid yet.'),
  'not-a-response': () => invalid('Invalid base64 SAMLResponse'),
  rejected: () =>
    stsError('IDPRejectedClaimException', 'The identity provider (IdP) reported that authentication failed.'),
  'encryption-required': () => invalid('The SAML assertion must be encrypted.'),
  'response-signature': () => invalid('Response signature invalid'),
  issuer: () => invalid('Issuer not present in specified provider'),
  'response-audience': () => invalid('Response does not contain the required audience.'),
  confirmation: () =>
    invalid('Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter'),
  stale: () => stsError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance'),
  'no-subject': () => commonError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML'),
  attribute: message => invalid(message),
}

/** The work with the faults of the proof in STS's words. */
export async function provenBy<Who>(work: () => Promise<Who>): Promise<Who> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof IdentityFault ? faults[error.reason](error.message) : error
  }
}

function invalid(message: string): Error {
  return stsError('InvalidIdentityTokenException', message)
}
