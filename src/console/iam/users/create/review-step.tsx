import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Read } from '../../../api/read.ts'
import { Readable } from '../../../notice/readable.tsx'
import type { Column } from '../../../table/column.ts'
import { ResourceTable } from '../../../table/resource-table.tsx'
import { allOf } from '../../../table/rows.ts'
import { type EditedTag, TagsEditor } from '../../../tags/tags-editor.tsx'
import { common } from '../../../words/common.ts'
import { createUser as words } from '../../../words/create-user.ts'
import { tagsWords } from '../../../words/tags.ts'
import type { UserDetails } from './details-step.tsx'
import type { Granted } from './granted.ts'

export interface UserTags {
  readonly tags: readonly EditedTag[]
  readonly isValid: boolean
}

export function ReviewStep(props: {
  readonly details: UserDetails
  readonly granted: Read<Granted>
  readonly tags: UserTags
  readonly onTags: (tags: UserTags) => void
  /** Leads to one of the steps before. */
  readonly onEdit: (step: number) => void
}) {
  const { details, granted, tags, onTags, onEdit } = props
  const edit = (step: number, label: string) => (
    <Button ariaLabel={label} onClick={() => onEdit(step)}>
      {common.edit}
    </Button>
  )
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" actions={edit(0, words.editDetails)}>
            {words.details}
          </Header>
        }
      >
        <Details details={details} />
      </Container>
      <Readable read={granted}>
        {read => (
          <ResourceTable
            id="granted"
            isPlain
            wraps
            pages={allOf(rowsOf(read))}
            columns={columns}
            rowKey={({ kind, name }) => `${kind} ${name}`}
            words={words.granted}
            actions={() => edit(1, words.editPermissions)}
          />
        )}
      </Readable>
      <Container header={<Header variant="h2">{words.tags}</Header>}>
        <SpaceBetween size="s">
          <Box color="text-body-secondary">{tagsWords.empty}</Box>
          <TagsEditor tags={tags.tags} onChange={(changed, isValid) => onTags({ tags: changed, isValid })} />
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  )
}

function Details({ details }: { readonly details: UserDetails }) {
  const { name, hasConsoleAccess, password } = details
  const kind = password.isGenerated ? words.passwordGenerated : words.passwordCustom
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: words.name, value: name },
        { label: words.passwordType, value: hasConsoleAccess ? kind : words.noConsoleAccess },
        {
          label: words.requireReset,
          value: hasConsoleAccess && password.mustReset ? words.yes : words.no,
        },
      ]}
    />
  )
}

type GrantedKind = keyof typeof words.grantedKinds

interface GrantedRow {
  readonly kind: GrantedKind
  readonly name: string
}

function rowsOf({ groups, managed, inline, boundary }: Granted): readonly GrantedRow[] {
  return [
    ...groups.map(name => ({ kind: 'group', name }) as const),
    ...managed.map(({ name }) => ({ kind: 'managed', name }) as const),
    ...inline.map(({ name }) => ({ kind: 'inline', name }) as const),
    ...(boundary === undefined
      ? []
      : [{ kind: 'boundary', name: boundary.slice(boundary.lastIndexOf('/') + 1) } as const]),
  ]
}

const kindOf = ({ kind }: GrantedRow) => words.grantedKinds[kind]

const columns: readonly Column<GrantedRow>[] = [
  {
    id: 'name',
    header: words.grantedName,
    cell: ({ name }) => name,
    value: ({ name }) => name,
    minWidth: 300,
  },
  { id: 'kind', header: words.grantedKind, cell: kindOf, value: kindOf, minWidth: 220 },
]
