import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useDeferredValue, useMemo, useState } from 'react'
import { common } from '../../words/common.ts'
import { policyEditor as words } from '../../words/policy-editor.ts'
import { allActions, byAccessLevel, chooseActions, coversAll, readChoices } from '../model/action-choice.ts'
import { type EditorKind, editorKinds } from '../model/kind.ts'
import type { Effect } from '../model/statement.ts'
import { useService } from '../reference/read-reference.ts'
import { LevelSection } from './level-section.tsx'
import { OtherActions } from './other-actions.tsx'

export interface ActionsSectionProps {
  readonly service: string
  readonly effect: Effect
  readonly actions: readonly string[]
  readonly kind: EditorKind
  readonly readOnly: boolean
  readonly onEffect: (effect: Effect) => void
  readonly onActions: (actions: readonly string[]) => void
  /** Levels with chosen actions begin unfolded. */
  readonly unfoldsChosen?: boolean
}

/** Effect and actions of a statement: by access level, and by name for what the reference does not know. */
export function ActionsSection(props: ActionsSectionProps) {
  const { service, effect, actions, kind, readOnly, onEffect, onActions } = props
  const { onlyActions, effects } = editorKinds[kind]
  const read = useService(service === '*' ? undefined : service)
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter.trim().toLowerCase())
  const known = useMemo(
    () => (read.data?.actions ?? []).filter(({ name }) => onlyActions?.includes(name) ?? true),
    [read.data, onlyActions],
  )
  const choices = useMemo(() => readChoices(service, actions, known), [service, actions, known])
  const levels = useMemo(
    () =>
      byAccessLevel(known).map(({ level, actions: all }) => ({
        level,
        actions: all,
        matching: all.filter(({ name }) => name.toLowerCase().includes(wanted)),
      })),
    [known, wanted],
  )
  const shown = levels.filter(({ matching }) => matching.length > 0)
  return (
    <SpaceBetween size="s">
      <EffectChoice effect={effect} effects={effects} readOnly={readOnly} onEffect={onEffect} />
      <Box variant="h4" tagOverride="h3">
        {effect === 'Allow' ? words.actionsAllowed : words.actionsDenied}
      </Box>
      {onlyActions === undefined && <AllActions {...{ service, actions, readOnly, onActions }} />}
      <ReferenceState service={service} />
      {known.length > 8 && (
        <TextFilter
          filteringText={filter}
          filteringPlaceholder={words.filterActions}
          filteringAriaLabel={words.filterActions}
          countText={
            wanted === '' ? '' : common.matches(shown.reduce((sum, { matching }) => sum + matching.length, 0))
          }
          onChange={({ detail }) => setFilter(detail.filteringText)}
        />
      )}
      <div>
        {shown.map(level => (
          <LevelSection
            key={level.level}
            level={level}
            matching={level.matching}
            isFiltered={wanted !== ''}
            startsUnfolded={levels.length === 1 || onlyActions !== undefined || props.unfoldsChosen === true}
            choices={choices}
            readOnly={readOnly}
            onChoose={(names, chosen) => onActions(chooseActions(service, actions, names, chosen))}
          />
        ))}
        {known.length > 0 && shown.length === 0 && (
          <Box color="text-body-secondary">{words.noActionMatches}</Box>
        )}
      </div>
      {service !== '*' && (
        <OtherActions {...{ service, actions, readOnly, onActions }} others={choices.others} />
      )}
    </SpaceBetween>
  )
}

function AllActions(props: Pick<ActionsSectionProps, 'service' | 'actions' | 'readOnly' | 'onActions'>) {
  const { service, actions, readOnly, onActions } = props
  const without = () => actions.filter(entry => !coversAll(service, [entry]))
  return (
    <Checkbox
      checked={coversAll(service, actions)}
      readOnly={readOnly}
      onChange={({ detail }) => onActions(detail.checked ? allActions(service) : without())}
    >
      {words.allActions(service)}
    </Checkbox>
  )
}

/** Where the actions of the service are not there (yet), why. */
function ReferenceState({ service }: { readonly service: string }) {
  const { isLoading, isUnknown, error } = useService(service === '*' ? undefined : service)
  if (isLoading) {
    return (
      <Box>
        <Spinner /> {words.loadingService}
      </Box>
    )
  }
  if (error) return <Alert type="warning">{words.referenceFault}</Alert>
  return isUnknown ? <Alert type="info">{words.unknownService(service)}</Alert> : null
}

function EffectChoice(props: {
  readonly effect: Effect
  readonly effects: readonly Effect[]
  readonly readOnly: boolean
  readonly onEffect: (effect: Effect) => void
}) {
  const { effect, effects, readOnly, onEffect } = props
  const offered = effects.includes(effect) ? effects : [...effects, effect]
  return (
    <RadioGroup
      ariaLabel={words.effect}
      direction="horizontal"
      value={effect}
      readOnly={readOnly}
      items={offered.map(value => ({ value, label: words.effects[value] }))}
      onChange={({ detail }) => onEffect(detail.value as Effect)}
    />
  )
}
