import { useState } from 'react'
import { parsePolicy } from '../../../../policy/parse.ts'
import { apiFault } from '../../../api/fault.ts'
import { useSession } from '../../../session/session.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { isBoundaryMissing } from '../../permissions/boundary-choice.tsx'
import { useWizardSteps } from '../../wizard-steps.ts'
import type { WantedRole } from './make-role.ts'
import { noPermissions, type PermissionsChoice } from './permissions-step.tsx'
import { detailsFaults, noDetails, type RoleDetails } from './review-step.tsx'
import { needsInstanceProfile } from './services.ts'
import { firstChoice, type TrustChoice, trustFaults, trustPolicyOf } from './trust-choice.ts'

type FieldWords = Readonly<Partial<Record<keyof TrustChoice, string>>>

/** The role as far as the wizard has come, and what keeps it from going on. */
export function useRoleDraft() {
  const { account } = useSession().inForce
  const [trust, setTrust] = useState(firstChoice)
  const [permissions, setPermissions] = useState(noPermissions)
  const [details, setDetails] = useState(noDetails)
  /** What the API said of a field, until that is changed. */
  const [refused, setRefused] = useState<{ readonly error: Error; readonly fields: FieldWords }>()
  const steps = useWizardSteps([
    Object.keys(trustFaults(trust)).length === 0 &&
      (trust.kind !== 'custom' || !('faults' in parsePolicy(trust.custom, 'trust'))),
    !isBoundaryMissing(permissions),
    Object.keys(detailsFaults(details)).length === 0 && details.areTagsValid,
  ])
  const wanted: WantedRole = {
    trustPolicy: trustPolicyOf(trust, account),
    permissions,
    details,
    needsProfile: trust.kind === 'service' && trust.service === needsInstanceProfile,
  }
  return {
    steps,
    trust,
    permissions,
    details,
    wanted,
    changeTrust: (changed: Partial<TrustChoice>) => {
      setTrust(before => ({ ...before, ...changed }))
      setRefused(undefined)
    },
    changePermissions: (changed: Partial<PermissionsChoice>) =>
      setPermissions(before => ({ ...before, ...changed })),
    changeDetails: (changed: Partial<RoleDetails>) => setDetails(before => ({ ...before, ...changed })),
    trustFaults: { ...(steps.isTried && fieldWords(trust)), ...refused?.fields },
    detailsFaults: steps.isTried ? detailsFaults(details) : {},
    /** An account that is not there shows only when the role is made: the field that names it says so then. */
    showRefusal: (error: Error) => {
      const fields = fieldsRefused(error, trust)
      if (!fields) return
      setRefused({ error, fields })
      steps.backTo(0)
    },
    isShown: (error: Error | null) => error !== null && refused?.error === error,
  }
}

function fieldWords(trust: TrustChoice): FieldWords {
  const faults = trustFaults(trust)
  return Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => [field, words.faults[fault](trust[field as 'accountId'])]),
  )
}

function fieldsRefused(error: Error, trust: TrustChoice): FieldWords | undefined {
  const { code, message } = apiFault(error)
  const isPrincipal = code.startsWith('MalformedPolicyDocument') && message.startsWith('Invalid principal')
  if (!isPrincipal || trust.kind !== 'account' || trust.account !== 'another') return undefined
  return { accountId: words.noSuchAccount(trust.accountId) }
}
