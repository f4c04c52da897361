import Alert from '@cloudscape-design/components/alert'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tiles from '@cloudscape-design/components/tiles'
import type { ReactNode } from 'react'
import { PoliciesPicker } from '../../../policies-picker/policies-picker.tsx'
import { createUser as words } from '../../../words/create-user.ts'
import { GroupsPicker } from '../../groups/groups-picker.tsx'
import { BoundarySection, isBoundaryMissing } from '../../permissions/boundary-choice.tsx'
import { UsersPicker } from '../users-picker.tsx'
import { type PermissionsChoice, type PermissionsWay, permissionsWays } from './permissions-choice.ts'

export function arePermissionsRight(choice: PermissionsChoice): boolean {
  return !isBoundaryMissing(choice) && !isSourceMissing(choice)
}

function isSourceMissing({ way, copied }: PermissionsChoice): boolean {
  return way === 'copy' && copied.length === 0
}

/** What the user may do, and what bounds it. */
export function PermissionsStep(props: {
  readonly choice: PermissionsChoice
  readonly onChange: (changed: Partial<PermissionsChoice>) => void
  readonly isTried: boolean
}) {
  const { choice, onChange, isTried } = props
  const pickers: Readonly<Record<PermissionsWay, () => ReactNode>> = {
    group: () => <GroupsPicker selected={choice.groups} onSelect={groups => onChange({ groups })} />,
    copy: () => (
      <UsersPicker
        title={words.copyFrom}
        selection="single"
        selected={choice.copied}
        onSelect={copied => onChange({ copied })}
      />
    ),
    attach: () => (
      <PoliciesPicker
        description={words.policiesHint}
        selected={choice.policies}
        onSelect={policies => onChange({ policies })}
      />
    ),
  }
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description={words.waysHint}>
            {words.ways}
          </Header>
        }
      >
        <Tiles
          ariaLabel={words.ways}
          value={choice.way}
          items={permissionsWays.map(value => ({ value, ...words.way[value] }))}
          onChange={({ detail }) =>
            onChange({ way: permissionsWays.find(way => way === detail.value) ?? 'group' })
          }
        />
      </Container>
      {pickers[choice.way]()}
      {isTried && isSourceMissing(choice) && <Alert type="error">{words.copyMissing}</Alert>}
      <BoundarySection choice={choice} onChange={onChange} isTried={isTried} words={words.boundary} />
    </SpaceBetween>
  )
}
