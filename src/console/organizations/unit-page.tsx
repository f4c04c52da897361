import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Copyable } from '../copy/copyable.tsx'
import { Readable } from '../notice/readable.tsx'
import { Page } from '../shell/page.tsx'
import { organizationsWords as words } from '../words/organizations.ts'
import { Lineage } from './lineage-view.tsx'
import { useLineage } from './organization-read.ts'
import { treePath } from './organizations-paths.ts'
import { PlaceDialog, type PlaceDialogKind } from './place-dialogs.tsx'
import type { Place } from './structure.ts'
import { TargetPolicies } from './target-policies.tsx'

/** A root or an organizational unit. */
export default function UnitPage() {
  const id = useSearchParams()[0].get('id') ?? ''
  const places = useLineage(id)
  const self = places.data?.at(-1)
  return (
    <Page
      title={self?.name ?? id}
      breadcrumbs={[{ text: words.title, href: treePath }]}
      actions={self && <UnitActions place={self} />}
    >
      <Readable read={places}>
        {read => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{words.unitDetails}</Header>}>
              <KeyValuePairs
                columns={2}
                minColumnWidth={250}
                items={[
                  { label: words.id, value: <Copyable what={words.id} text={id} /> },
                  { label: words.place, value: <Lineage places={read} /> },
                ]}
              />
            </Container>
            <TargetPolicies id={id} name={self?.name ?? id} />
          </SpaceBetween>
        )}
      </Readable>
    </Page>
  )
}

function UnitActions({ place }: { readonly place: Place }) {
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<PlaceDialogKind>()
  const kinds =
    place.kind === 'root' ? (['createUnit'] as const) : (['delete', 'rename', 'createUnit'] as const)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {kinds.map(kind => (
        <Button key={kind} onClick={() => setDialog(kind)}>
          {words[kind]}
        </Button>
      ))}
      {dialog && (
        <PlaceDialog
          kind={dialog}
          place={place}
          onDone={() => void navigate(treePath)}
          onDismiss={() => setDialog(undefined)}
        />
      )}
    </SpaceBetween>
  )
}
