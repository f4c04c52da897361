import { readFileSync } from 'node:fs'
import type { RoleTemplateVersion } from '@aws-sdk/client-iam'
import type { Resource } from '../../authorize/question.ts'
import { commonError } from '../../wire/errors.ts'
import { iamError } from './operation.ts'

/**
 * Blueprints of roles, which AWS makes and nobody else.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_role-template.html
 */
type Required =
  | 'TemplateArn'
  | 'MajorVersion'
  | 'MinorVersion'
  | 'DefaultMinorVersion'
  | 'RoleNamePattern'
  | 'AssumeRolePolicyDocumentTemplate'

export type RoleTemplate = Omit<RoleTemplateVersion, Required | 'CreateTimestamp' | 'UpdateTimestamp'> & {
  readonly [Member in Required]: NonNullable<RoleTemplateVersion[Member]>
} & { readonly CreateTimestamp: string; readonly UpdateTimestamp: string }

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcquireRole.html#API_AcquireRole_RequestParameters */
const arnCharacters = { min: 20, max: 2048 }
const maxParameters = 30

interface TemplateInput {
  readonly TemplateArn: string
  readonly ReplacementValues?: object | undefined
}

/** Newer than the constraints that came with the model. */
export function checkTemplateInput({ TemplateArn, ReplacementValues = {} }: TemplateInput): void {
  const { min, max } = arnCharacters
  const faults = [
    ...(TemplateArn.length < min ? [tooFewOrMany('templateArn', 'greater', min)] : []),
    ...(TemplateArn.length > max ? [tooFewOrMany('templateArn', 'less', max)] : []),
    ...(Object.keys(ReplacementValues).length > maxParameters
      ? [tooFewOrMany('replacementValues', 'less', maxParameters)]
      : []),
  ]
  if (faults.length === 0) return
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`
  throw commonError('ValidationError', `${count}: ${faults.join('; ')}`)
}

function tooFewOrMany(member: string, than: 'greater' | 'less', length: number): string {
  return `Value at '${member}' failed to satisfy constraint: Member must have length ${than} than or equal to ${length}`
}

/** Recorded: the account that templates belong to, as `aws:ResourceAccount` has it. */
const templateAccount = '639982225848'

const file = new URL('../../../data/role-templates.json', import.meta.url)

let loaded: readonly RoleTemplate[] | undefined

/** Recorded: the words are the same for templates and versions that are not there. */
export function roleTemplate(templateArn: string, minorVersion: number | undefined): RoleTemplate {
  loaded ??= JSON.parse(readFileSync(file, 'utf8')).templates as readonly RoleTemplate[]
  const found = loaded.find(
    template =>
      template.TemplateArn === templateArn &&
      template.MinorVersion === (minorVersion ?? template.DefaultMinorVersion),
  )
  if (found) return found
  throw iamError('NoSuchEntityException', `Role template not found in repository: ${templateArn}`)
}

/** Recorded: the two operations word it differently. */
export function templateResource(templateArn: string, noun: 'role-template' | 'role template'): Resource {
  return { arn: templateArn, shownAs: `${noun} ${templateArn}` }
}

export const templateContext = { 'aws:ResourceAccount': templateAccount }
