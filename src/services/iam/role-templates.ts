import type { InlinePolicy, RoleTemplateVersion } from '@aws-sdk/client-iam'
import { shownDocument } from './documents.ts'
import { iam } from './operation.ts'
import {
  type RoleTemplate,
  roleTemplate,
  templateContext,
  templateResource,
} from './role-template-catalogue.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRoleTemplateVersion.html */
export const GetRoleTemplateVersion = iam('GetRoleTemplateVersion', {
  resource: ({ input }) => templateResource(input.TemplateArn, 'role-template'),
  context: () => templateContext,
  handle: async ({ input }) => ({
    RoleTemplateVersion: shownTemplate(roleTemplate(input.TemplateArn, input.MinorVersion)),
  }),
})

function shownTemplate(template: RoleTemplate): RoleTemplateVersion {
  const { InlinePolicyTemplates: inline } = template
  return {
    ...template,
    AssumeRolePolicyDocumentTemplate: shownDocument(template.AssumeRolePolicyDocumentTemplate),
    ...(inline && { InlinePolicyTemplates: inline.map(shownInline) }),
    CreateTimestamp: new Date(template.CreateTimestamp),
    UpdateTimestamp: new Date(template.UpdateTimestamp),
  }
}

function shownInline({ PolicyName, PolicyDocument }: InlinePolicy): InlinePolicy {
  return { PolicyName, PolicyDocument: shownDocument(PolicyDocument ?? '') }
}
