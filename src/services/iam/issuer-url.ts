import { commonError } from '../../wire/errors.ts'
import { iamError } from './operation.ts'

/** An OIDC provider's URL, and the same without its scheme, as ARNs and condition keys name it. */
export interface Issuer {
  readonly issuer: string
  readonly url: string
}

const secure = /^https:\/\/((?:[A-Za-z\d-]+\.)*[A-Za-z\d-]+(?::\d{1,5})?(?:\/[\w.~!$&'()+,;=:@%/-]*)?)$/
/** Only this machine: a provider that one runs to try things out, or a test's. */
const loopback =
  /^http:\/\/((?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/[\w.~!$&'()+,;=:@%/-]*)?)$/

/**
 * "The URL must begin with https:// … path components are allowed but query parameters are not."
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export function parseIssuer(text: string): Issuer {
  const url = (secure.exec(text) ?? loopback.exec(text))?.[1]
  if (url === undefined || !URL.canParse(text)) throw refusalOf(text)
  return { issuer: text, url }
}

/** What is no URL is told otherwise than one of another kind: recorded by others. */
function refusalOf(text: string): Error {
  const words = 'Invalid Open ID Connect Provider URL'
  if (!/^[a-z]+:\/\/./i.test(text)) return commonError('ValidationError', words)
  const isSecure = /^https:/i.test(text)
  return iamError(
    'InvalidInputException',
    isSecure ? `${words}.` : `${words}. The URL must begin with https://.`,
  )
}
