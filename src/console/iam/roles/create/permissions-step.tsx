import type { Policy } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { PoliciesPicker } from '../../../policies-picker/policies-picker.tsx'
import { createRole as words } from '../../../words/create-role.ts'
import { permissions } from '../../../words/permissions.ts'

export interface PermissionsChoice {
  readonly policies: readonly Policy[]
  readonly hasBoundary: boolean
  readonly boundary: readonly Policy[]
}

export const noPermissions: PermissionsChoice = { policies: [], hasBoundary: false, boundary: [] }

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
      <ExpandableSection
        variant="container"
        headerText={words.boundary}
        headerDescription={permissions.boundaryDescription}
        defaultExpanded={choice.hasBoundary}
      >
        <SpaceBetween size="m">
          <RadioGroup
            ariaLabel={words.boundary}
            value={choice.hasBoundary ? 'with' : 'without'}
            items={[
              { value: 'without', label: words.withoutBoundary },
              { value: 'with', label: words.withBoundary },
            ]}
            onChange={({ detail }) => onChange({ hasBoundary: detail.value === 'with' })}
          />
          {choice.hasBoundary && (
            <PoliciesPicker
              title={permissions.boundaryPolicies}
              selection="single"
              selected={choice.boundary}
              onSelect={boundary => onChange({ boundary })}
            />
          )}
        </SpaceBetween>
      </ExpandableSection>
      {isTried && isBoundaryMissing(choice) && <Alert type="error">{words.boundaryMissing}</Alert>}
    </SpaceBetween>
  )
}

export function isBoundaryMissing({ hasBoundary, boundary }: PermissionsChoice): boolean {
  return hasBoundary && boundary.length === 0
}
