import { ListGroupsCommand, ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type Clients, useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import { Readable } from '../notice/readable.tsx'
import { PolicyEditor } from '../policy-editor/policy-editor.tsx'
import { type SourceKind, simulator as words } from '../words/simulator.ts'
import type { Question } from './question.ts'

type EntityKind = Exclude<SourceKind, 'custom'>

const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }))

interface Entity {
  readonly name: string
  readonly arn: string
}

/** The first thousand: who has more finds them by name from their own pages. */
const lists: Readonly<Record<EntityKind, (iam: Clients['iam']) => Promise<readonly Entity[]>>> = {
  user: async iam => {
    const { Users = [] } = await iam.send(new ListUsersCommand({ MaxItems: 1000 }))
    return Users.map(({ UserName: name = '', Arn: arn = '' }) => ({ name, arn }))
  },
  group: async iam => {
    const { Groups = [] } = await iam.send(new ListGroupsCommand({ MaxItems: 1000 }))
    return Groups.map(({ GroupName: name = '', Arn: arn = '' }) => ({ name, arn }))
  },
  role: async iam => {
    const { Roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }))
    return Roles.map(({ RoleName: name = '', Arn: arn = '' }) => ({ name, arn }))
  },
}

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
  const read = useRead(['simulated', kind], () => lists[kind](iam))
  return (
    <Readable read={read}>
      {entities => {
        const options = entities.map(({ name, arn }) => ({ value: arn, label: name }))
        return (
          <FormField label={words.entity[kind]}>
            <Select
              options={options}
              placeholder={words.chooseEntity}
              empty={words.noEntities}
              filteringType="auto"
              filteringPlaceholder={words.findEntity}
              filteringAriaLabel={words.findEntity}
              selectedOption={options.find(({ value }) => value === entity) ?? null}
              onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
            />
          </FormField>
        )
      }}
    </Readable>
  )
}
