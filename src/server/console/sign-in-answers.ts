import type { Answered } from './desk.ts'
import type { SignInAnswer } from './protocol.ts'

/** In the same words, and after the same work, whatever of it was wrong. */
export const refused: SignInAnswer = {
  state: 'refused',
  message: 'Your authentication information is incorrect. Please try again.',
}

/** Only to those whose password was right. */
export const expiredForGood: SignInAnswer = {
  state: 'refused',
  message: 'Your password has expired. An administrator of the account must set a new one.',
}

export const tookTooLong: SignInAnswer = {
  state: 'refused',
  message: 'This took too long. Please sign in again.',
}

export function tooMany(retryAfterSeconds: number): Answered<SignInAnswer> {
  return { answer: { state: 'too-many-attempts', retryAfterSeconds } }
}

/** When more passwords wait to be compared than the machine can compare at once. */
export const busySeconds = 2
