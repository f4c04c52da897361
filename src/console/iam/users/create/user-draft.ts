import { useState } from 'react'
import { useWizardSteps } from '../../wizard-steps.ts'
import { areDetailsRight, noDetails, type UserDetails } from './details-step.tsx'
import { noPermissions, type PermissionsChoice } from './permissions-choice.ts'
import { arePermissionsRight } from './permissions-step.tsx'
import type { UserTags } from './review-step.tsx'

/** The user as far as the wizard has come, and what keeps it from going on. */
export function useUserDraft() {
  const [details, setDetails] = useState(noDetails)
  const [permissions, setPermissions] = useState(noPermissions)
  const [tags, setTags] = useState<UserTags>({ tags: [], isValid: true })
  const steps = useWizardSteps([areDetailsRight(details), arePermissionsRight(permissions), tags.isValid])
  return {
    steps,
    details,
    permissions,
    tags,
    setTags,
    changeDetails: (changed: Partial<UserDetails>) => setDetails(before => ({ ...before, ...changed })),
    changePermissions: (changed: Partial<PermissionsChoice>) =>
      setPermissions(before => ({ ...before, ...changed })),
  }
}
