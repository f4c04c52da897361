import type { Policy } from '@aws-sdk/client-iam'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { PoliciesPicker } from '../../../policies-picker/policies-picker.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { type BoundaryChoice, BoundarySection } from '../../permissions/boundary-choice.tsx'

export interface PermissionsChoice extends BoundaryChoice {
  readonly policies: readonly Policy[]
}

export const noPermissions: PermissionsChoice = { policies: [], hasBoundary: false, boundary: [] }

const boundaryWords = {
  without: words.withoutBoundary,
  with: words.withBoundary,
  missing: words.boundaryMissing,
}

/** What the role may do: policies to attach, and what bounds them. */
export function PermissionsStep(props: {
  readonly choice: PermissionsChoice
  readonly onChange: (changed: Partial<PermissionsChoice>) => void
  readonly isTried: boolean
}) {
  const { choice, onChange, isTried } = props
  return (
    <SpaceBetween size="l">
      <PoliciesPicker
        description={words.policiesHint}
        selected={choice.policies}
        onSelect={policies => onChange({ policies })}
      />
      <BoundarySection choice={choice} onChange={onChange} isTried={isTried} words={boundaryWords} />
    </SpaceBetween>
  )
}
