import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { oneOrMany } from '../model/edit.ts'
import type { PlainJson } from '../model/json-text.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import type { ServiceFile } from '../model/service-facts.ts'
import type { Effect } from '../model/statement.ts'
import { useService } from '../reference/read-reference.ts'
import { ActionsSection } from './actions-section.tsx'
import { useServiceName } from './service-name.ts'
import { ServicePicker } from './service-picker.tsx'

/** A new statement: it comes into the policy with its first action. */
export function DraftPanel(props: {
  readonly kind: EditorKind
  readonly canRemove: boolean
  readonly onRemove: () => void
  /** The statement is to come into the policy, with these elements. */
  readonly onStart: (elements: Readonly<Record<string, PlainJson>>) => void
}) {
  const { kind, canRemove, onRemove, onStart } = props
  const facts = editorKinds[kind]
  const [service, setService] = useState<string>()
  const [effect, setEffect] = useState<Effect>(facts.firstEffect)
  const name = useServiceName(service)
  const { data } = useService(service)
  const start = (actions: readonly string[]) => {
    const principal = facts.elements.includes('Principal') && { Principal: facts.onlyEveryone ? '*' : {} }
    const resource = facts.elements.includes('Resource') && { Resource: firstResource(actions, data) }
    onStart({ Effect: effect, ...principal, Action: oneOrMany(actions), ...resource })
  }
  return (
    <Container
      header={
        <Header
          variant="h3"
          headingTagOverride="h2"
          description={service === undefined ? words.serviceHint : words.draftHint}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {service !== undefined && (
                <Button formAction="none" onClick={() => setService(undefined)}>
                  {words.otherService}
                </Button>
              )}
              {canRemove && (
                <Button formAction="none" ariaLabel={words.removeDraft} onClick={onRemove}>
                  {words.remove}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {name ?? words.newStatement}
        </Header>
      }
    >
      {service === undefined ? (
        <ServicePicker onPick={setService} />
      ) : (
        <SpaceBetween size="m">
          <ActionsSection
            service={service}
            effect={effect}
            actions={[]}
            kind={kind}
            readOnly={false}
            onEffect={setEffect}
            onActions={start}
          />
          {facts.elements.includes('Resource') && (
            <Box color="text-body-secondary">
              {words.resources}: {words.chooseActionsFirst}
            </Box>
          )}
        </SpaceBetween>
      )}
    </Container>
  )
}

/** Specific ones are to be named; where no action knows any there is nothing to choose. */
function firstResource(actions: readonly string[], facts: ServiceFile | undefined) {
  const named = new Set(actions.map(action => action.toLowerCase()))
  const chosen =
    facts?.actions.filter(action => named.has(`${facts.prefix}:${action.name}`.toLowerCase())) ?? []
  const noneKnowsAny = chosen.length > 0 && chosen.every(action => action.resourceTypes.length === 0)
  return noneKnowsAny || actions.includes('*') ? '*' : []
}
