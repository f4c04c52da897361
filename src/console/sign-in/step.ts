import type { SignIn } from '../../server/console/protocol.ts'

/** How far a sign-in has come. */
export type Step =
  | { readonly kind: 'credentials'; readonly refused?: Refused }
  | { readonly kind: 'mfa'; readonly as: SignIn; readonly codeWasWrong: boolean }
  | {
      readonly kind: 'new-password'
      readonly challenge: string
      readonly password: string
      readonly message?: string
    }

/** Why the step before ended here. */
export type Refused =
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number }
  | { readonly kind: 'too-many-sessions' }
