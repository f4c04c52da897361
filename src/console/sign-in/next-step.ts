import { useState } from 'react'
import type { SignIn, SignInAnswer } from '../../server/console/protocol.ts'
import { useSignIn } from '../session/session.tsx'
import type { Step } from './step.ts'

/** What a step of the sign-in is given: where to go on, and what to do when it is over. */
export interface StepEnds {
  readonly onStep: (step: Step) => void
  readonly onDone: () => void
}

/** Sends what was typed, and goes to where the answer leads. */
export function useNextStep({ onStep, onDone }: StepEnds) {
  const { signIn, setNewPassword } = useSignIn()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const follow = async (
    answering: Promise<SignInAnswer>,
    next: (answer: SignInAnswer) => Step | undefined,
  ) => {
    setBusy(true)
    setError(null)
    try {
      const step = next(await answering)
      if (step) onStep(step)
      else onDone()
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    error,
    send: (as: SignIn) => follow(signIn(as), answer => stepAfter(answer, as.password, as)),
    sendNewPassword: (challenge: string, password: string, newPassword: string) =>
      follow(setNewPassword(challenge, password, newPassword), answer => stepAfter(answer, password)),
  }
}

/** Undefined when somebody is signed in. */
function stepAfter(answer: SignInAnswer, password: string, as?: SignIn): Step | undefined {
  switch (answer.state) {
    case 'signed-in':
      return undefined
    case 'mfa':
      if (!as) throw new Error('a code was asked for where no password was sent')
      return { kind: 'mfa', as, codeWasWrong: answer.codeWasWrong }
    case 'new-password': {
      const { challenge, message } = answer
      return { kind: 'new-password', challenge, password, ...(message !== undefined && { message }) }
    }
    case 'refused':
      return { kind: 'credentials', refused: { kind: 'refused', message: answer.message } }
    case 'too-many-attempts': {
      const { retryAfterSeconds } = answer
      return { kind: 'credentials', refused: { kind: 'too-many-attempts', retryAfterSeconds } }
    }
    case 'too-many-sessions':
      return { kind: 'credentials', refused: { kind: 'too-many-sessions' } }
  }
}
