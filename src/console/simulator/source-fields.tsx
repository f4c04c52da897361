import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useClients } from '../api/clients.ts'
import { type Pages, toItsEnd, usePages, useReadOn } from '../api/pages.ts'
import { entitiesOf, type ListedEntity } from '../iam/policies/entities.ts'
import { FaultNotice } from '../notice/fault-notice.tsx'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { type SourceKind, simulator as words } from '../words/simulator.ts'
import type { Question } from './question.ts'

type EntityKind = Exclude<SourceKind, 'custom'>

const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }))

/** Whose policies are asked: an entity's, or one that is written here. */
export function SourceFields(props: {
  readonly question: Question
  readonly onChange: (changes: Partial<Question>) => void
}) {
  const { question, onChange } = props
  const { source } = question
  return (
    <Container header={<Header variant="h2">{words.who}</Header>}>
      <SpaceBetween size="m">
        <FormField label={words.kind}>
          <RadioGroup
            value={source}
            items={kinds}
            onChange={({ detail }) => onChange({ source: detail.value as SourceKind, entity: '' })}
          />
        </FormField>
        {source === 'custom' ? (
          <PolicyEditor kind="identity" text={question.policy} onChange={policy => onChange({ policy })} />
        ) : (
          <EntityField
            key={source}
            kind={source}
            entity={question.entity}
            onChange={entity => onChange({ entity })}
          />
        )}
      </SpaceBetween>
    </Container>
  )
}

function EntityField(props: {
  readonly kind: EntityKind
  readonly entity: string
  readonly onChange: (arn: string) => void
}) {
  const { kind, entity, onChange } = props
  const { iam } = useClients()
  const entities = usePages(['entities', kind], wanted => entitiesOf(iam, kind, wanted))
  const [isOpened, setOpened] = useState(false)
  // Who opens the list may look for anybody in it; until then its beginning will do.
  useReadOn(entities, isOpened ? toItsEnd : 0)
  const options = entities.items.map(({ name, arn }) => ({ value: arn, label: name }))
  if (entities.error && options.length === 0) {
    return <FaultNotice error={entities.error} title={notice.readFaultTitle} retry={entities.refresh} />
  }
  return (
    <FormField label={words.entity[kind]}>
      <Select
        options={options}
        virtualScroll
        placeholder={words.chooseEntity}
        empty={words.noEntities}
        filteringType="auto"
        filteringPlaceholder={words.findEntity}
        filteringAriaLabel={words.findEntity}
        statusType={statusOf(entities)}
        loadingText={words.readingEntities(options.length)}
        errorText={words.entitiesUnread}
        recoveryText={common.retry}
        selectedOption={
          entity === '' ? null : { value: entity, label: entity.slice(entity.lastIndexOf('/') + 1) }
        }
        onFocus={() => setOpened(true)}
        onLoadItems={({ detail }) => detail.samePage && entities.refresh()}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  )
}

function statusOf({ error, hasMore, isPending }: Pages<ListedEntity>) {
  if (error) return 'error'
  return hasMore || isPending ? 'loading' : 'finished'
}
