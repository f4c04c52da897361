import { useState } from 'react'
import { useFocusOnFault } from '../../permissions/focus-on-fault.ts'
import { areDetailsRight, noDetails, type UserDetails } from './details-step.tsx'
import { noPermissions, type PermissionsChoice } from './permissions-choice.ts'
import { arePermissionsRight } from './permissions-step.tsx'
import type { UserTags } from './review-step.tsx'

/** The user as far as the wizard has come, and what keeps it from going on. */
export function useUserDraft() {
  const [step, setStep] = useState(0)
  const [details, setDetails] = useState(noDetails)
  const [permissions, setPermissions] = useState(noPermissions)
  const [tags, setTags] = useState<UserTags>({ tags: [], isValid: true })
  const [isTried, setTried] = useState(false)
  const [attempts, setAttempts] = useState(0)
  useFocusOnFault(attempts)
  const isRight = [areDetailsRight(details), arePermissionsRight(permissions), tags.isValid]
  const show = (wantedStep: number, tried: boolean) => {
    setStep(wantedStep)
    setTried(tried)
    if (tried) setAttempts(count => count + 1)
  }
  return {
    step,
    details,
    permissions,
    tags,
    isTried,
    setTags,
    changeDetails: (changed: Partial<UserDetails>) => setDetails(before => ({ ...before, ...changed })),
    changePermissions: (changed: Partial<PermissionsChoice>) =>
      setPermissions(before => ({ ...before, ...changed })),
    /** Backwards always; forwards up to the first step that is not right. */
    goTo: (wantedStep: number) => {
      const stuck = isRight.findIndex((right, index) => !right && index < wantedStep)
      if (wantedStep <= step || stuck === -1) show(wantedStep, false)
      else show(stuck, true)
    },
    isComplete: () => {
      const stuck = isRight.indexOf(false)
      if (stuck !== -1) show(stuck, true)
      return stuck === -1
    },
  }
}
