import type { Operation } from '../operation.ts'
import { AssumeRole } from './assume-role.ts'
import { AssumeRoleWithSAML } from './assume-role-with-saml.ts'
import { AssumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts'
import { AssumeRoot } from './assume-root.ts'
import { DecodeAuthorizationMessage } from './decode-authorization-message.ts'
import { GetAccessKeyInfo } from './get-access-key-info.ts'
import { GetCallerIdentity } from './get-caller-identity.ts'
import { GetDelegatedAccessToken } from './get-delegated-access-token.ts'
import { GetFederationToken } from './get-federation-token.ts'
import { GetScopedCredentials } from './get-scoped-credentials.ts'
import { GetSessionToken } from './get-session-token.ts'
import { GetWebIdentityToken } from './get-web-identity-token.ts'

export const operations: readonly Operation[] = [
  AssumeRole,
  AssumeRoleWithSAML,
  AssumeRoleWithWebIdentity,
  AssumeRoot,
  DecodeAuthorizationMessage,
  GetAccessKeyInfo,
  GetCallerIdentity,
  GetDelegatedAccessToken,
  GetFederationToken,
  GetScopedCredentials,
  GetSessionToken,
  GetWebIdentityToken,
]
