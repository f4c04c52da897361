import { useState } from 'react'
import { useFocusOnFault } from './permissions/focus-on-fault.ts'

/** Where somebody is in a wizard. `isRight` says of each step whether one can go on from it. */
export function useWizardSteps(isRight: readonly boolean[]) {
  const [step, setStep] = useState(0)
  const [isTried, setTried] = useState(false)
  const [attempts, setAttempts] = useState(0)
  useFocusOnFault(attempts)
  const show = (wanted: number, tried: boolean) => {
    setStep(wanted)
    setTried(tried)
    if (tried) setAttempts(count => count + 1)
  }
  return {
    step,
    /** Somebody wanted to go on from this step, and could not: it says why. */
    isTried,
    /** Backwards always; forwards up to the first step that is not right. */
    goTo: (wanted: number) => {
      const stuck = isRight.findIndex((right, index) => !right && index < wanted)
      if (wanted <= step || stuck === -1) show(wanted, false)
      else show(stuck, true)
    },
    isComplete: () => {
      const stuck = isRight.indexOf(false)
      if (stuck !== -1) show(stuck, true)
      return stuck === -1
    },
    /** Back to a step that turned out not to be right. */
    backTo: (wanted: number) => show(wanted, true),
  }
}
