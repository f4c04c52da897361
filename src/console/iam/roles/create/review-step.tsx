import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { DocumentText } from '../../../policies-picker/document-text.tsx'
import { type EditedTag, TagsEditor } from '../../../tags/tags-editor.tsx'
import { common } from '../../../words/common.ts'
import { createRole as words } from '../../../words/create-role.ts'
import { permissions } from '../../../words/permissions.ts'
import { tagsWords } from '../../../words/tags.ts'
import type { PermissionsChoice } from './permissions-step.tsx'

export interface RoleDetails {
  readonly name: string
  readonly description: string
  readonly tags: readonly EditedTag[]
  readonly areTagsValid: boolean
}

export const noDetails: RoleDetails = { name: '', description: '', tags: [], areTagsValid: true }

export function ReviewStep(props: {
  readonly details: RoleDetails
  readonly onChange: (changed: Partial<RoleDetails>) => void
  readonly trustPolicy: string
  readonly permissions: PermissionsChoice
  readonly faults: DetailsFaults
  /** Leads to one of the steps before. */
  readonly onEdit: (step: number) => void
}) {
  const { details, onChange, trustPolicy, permissions: chosen, faults, onEdit } = props
  const edit = (step: number, label: string) => (
    <Button ariaLabel={label} onClick={() => onEdit(step)}>
      {common.edit}
    </Button>
  )
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{words.roleDetails}</Header>}>
        <SpaceBetween size="l">
          <FormField label={words.roleName} constraintText={words.roleNameHint} errorText={faults.name}>
            <Input
              value={details.name}
              autoComplete={false}
              onChange={({ detail }) => onChange({ name: detail.value })}
            />
          </FormField>
          <FormField
            label={words.description}
            constraintText={words.descriptionHint}
            errorText={faults.description}
          >
            <Textarea
              value={details.description}
              rows={2}
              onChange={({ detail }) => onChange({ description: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header variant="h2" actions={edit(0, words.editTrustedEntity)}>
            {words.reviewTrust}
          </Header>
        }
      >
        <DocumentText label={words.trustPolicy} text={trustPolicy} />
      </Container>
      <Container
        header={
          <Header variant="h2" actions={edit(1, words.editPermissions)}>
            {words.reviewPermissions}
          </Header>
        }
      >
        <ReviewedPermissions chosen={chosen} />
      </Container>
      <Container header={<Header variant="h2">{words.addTags}</Header>}>
        <SpaceBetween size="s">
          <Box color="text-body-secondary">{tagsWords.empty}</Box>
          <TagsEditor
            tags={details.tags}
            onChange={(tags, areTagsValid) => onChange({ tags, areTagsValid })}
          />
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  )
}

function ReviewedPermissions({ chosen }: { readonly chosen: PermissionsChoice }) {
  const { policies, hasBoundary, boundary } = chosen
  const names = policies.map(({ PolicyName: name = '', Arn = '' }) => <li key={Arn}>{name}</li>)
  return (
    <KeyValuePairs
      columns={2}
      items={[
        {
          label: permissions.title,
          value: names.length > 0 ? <ul className="plain">{names}</ul> : words.noPolicies,
        },
        {
          label: words.boundary,
          value: (hasBoundary && boundary[0]?.PolicyName) || words.withoutBoundary,
        },
      ]}
    />
  )
}

export interface DetailsFaults {
  readonly name?: string
  readonly description?: string
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_RequestParameters */
export function detailsFaults({ name, description }: RoleDetails): DetailsFaults {
  return {
    ...(!/^[\w+=,.@-]{1,64}$/.test(name) && {
      name: name === '' ? words.roleNameMissing : words.roleNameForm,
    }),
    ...(!/^[\t\n\r\x20-\x7e\xa1-\xff]{0,1000}$/.test(description) && {
      description: words.descriptionForm,
    }),
  }
}
