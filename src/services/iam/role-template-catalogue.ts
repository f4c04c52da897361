import { readFileSync } from 'node:fs'
import type { RoleTemplateVersion } from '@aws-sdk/client-iam'
import type { Resource } from '../../authorize/question.ts'
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
