import type { Policy } from '@aws-sdk/client-iam'
import Alert from '@cloudscape-design/components/alert'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { PoliciesPicker } from '../../policies-picker/policies-picker.tsx'
import { permissions as words } from '../../words/permissions.ts'

export interface BoundaryChoice {
  readonly hasBoundary: boolean
  readonly boundary: readonly Policy[]
}

export function isBoundaryMissing({ hasBoundary, boundary }: BoundaryChoice): boolean {
  return hasBoundary && boundary.length === 0
}

/** In wizards: the permissions boundary of a user or role that is to be. */
export function BoundarySection(props: {
  readonly choice: BoundaryChoice
  readonly onChange: (changed: Partial<BoundaryChoice>) => void
  readonly isTried: boolean
  readonly words: { readonly without: string; readonly with: string; readonly missing: string }
}) {
  const { choice, onChange, isTried, words: ownWords } = props
  return (
    <>
      <ExpandableSection
        variant="container"
        headerText={words.setBoundary}
        headerDescription={words.boundaryDescription}
        defaultExpanded={choice.hasBoundary}
      >
        <SpaceBetween size="m">
          <RadioGroup
            ariaLabel={words.setBoundary}
            value={choice.hasBoundary ? 'with' : 'without'}
            items={[
              { value: 'without', label: ownWords.without },
              { value: 'with', label: ownWords.with },
            ]}
            onChange={({ detail }) => onChange({ hasBoundary: detail.value === 'with' })}
          />
          {choice.hasBoundary && (
            <PoliciesPicker
              title={words.boundaryPolicies}
              selection="single"
              selected={choice.boundary}
              onSelect={boundary => onChange({ boundary })}
            />
          )}
        </SpaceBetween>
      </ExpandableSection>
      {isTried && isBoundaryMissing(choice) && <Alert type="error">{ownWords.missing}</Alert>}
    </>
  )
}
