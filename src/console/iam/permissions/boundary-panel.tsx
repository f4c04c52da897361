import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Read } from '../../api/read.ts'
import { useWrite } from '../../api/read.ts'
import { ConfirmDialog } from '../../deleting/confirm-dialog.tsx'
import { Readable } from '../../notice/readable.tsx'
import { PolicyName } from '../../policies-picker/policy-dialog.tsx'
import { useFlash } from '../../shell/flash.tsx'
import { useFollow } from '../../shell/link.tsx'
import { permissions as words } from '../../words/permissions.ts'
import { changedKeys, formsBelow, type PolicyHolder } from './policy-holder.ts'

/** From GetUser or GetRole, which may be refused: the ARN of the boundary, empty where there is none. */
export type Boundary = Read<string>

export function BoundaryPanel(props: {
  readonly holder: PolicyHolder
  readonly boundary: Boundary | undefined
  readonly isGuarded: boolean
}) {
  const { holder, boundary, isGuarded } = props
  const arn = boundary?.data
  return (
    <Container
      header={
        <Header
          variant="h2"
          {...(arn !== undefined && { counter: arn ? words.boundarySet : words.boundaryNotSet })}
          description={words.boundaryDescription}
          actions={!isGuarded && <BoundaryActions holder={holder} isSet={Boolean(arn)} />}
        >
          {words.boundary}
        </Header>
      }
    >
      {boundary && (
        <Readable read={boundary}>
          {set =>
            set ? (
              <PolicyName name={set.slice(set.lastIndexOf('/') + 1)} arn={set} leadsOn />
            ) : (
              <Box color="text-body-secondary">{words.boundaryNone}</Box>
            )
          }
        </Readable>
      )}
    </Container>
  )
}

function BoundaryActions({ holder, isSet }: { readonly holder: PolicyHolder; readonly isSet: boolean }) {
  const follow = useFollow()
  const [isRemoving, setRemoving] = useState(false)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {isSet && <Button onClick={() => setRemoving(true)}>{words.removeBoundary}</Button>}
      <Button href={formsBelow.boundary(holder)} onFollow={follow}>
        {isSet ? words.changeBoundary : words.setBoundary}
      </Button>
      {isRemoving && <RemoveBoundary holder={holder} onDismiss={() => setRemoving(false)} />}
    </SpaceBetween>
  )
}

function RemoveBoundary(props: { readonly holder: PolicyHolder; readonly onDismiss: () => void }) {
  const { holder, onDismiss } = props
  const flash = useFlash()
  const { mutateAsync } = useWrite(async () => holder.boundary?.remove(), changedKeys(holder))
  return (
    <ConfirmDialog
      title={words.removeBoundaryTitle}
      confirm={words.removeBoundary}
      run={mutateAsync}
      onDone={() => {
        flash({ type: 'success', content: words.boundaryWasRemoved })
        onDismiss()
      }}
      onDismiss={onDismiss}
    >
      <Box>{words.removeBoundaryText(holder.name)}</Box>
    </ConfirmDialog>
  )
}
