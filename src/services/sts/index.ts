import type { Operation } from '../operation.ts'
import { AssumeRole } from './assume-role.ts'
import { AssumeRoot } from './assume-root.ts'
import { DecodeAuthorizationMessage } from './decode-authorization-message.ts'
import { GetAccessKeyInfo } from './get-access-key-info.ts'
import { GetCallerIdentity } from './get-caller-identity.ts'
import { GetFederationToken } from './get-federation-token.ts'
import { GetSessionToken } from './get-session-token.ts'

export const operations: readonly Operation[] = [
  AssumeRole,
  AssumeRoot,
  DecodeAuthorizationMessage,
  GetAccessKeyInfo,
  GetCallerIdentity,
  GetFederationToken,
  GetSessionToken,
]
