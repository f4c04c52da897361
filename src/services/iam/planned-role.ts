import type { Tags } from '../../store/common-columns.ts'
import { commonError } from '../../wire/errors.ts'
import { iamError } from './operation.ts'
import { patternWording } from './pattern-wording.ts'
import type { RoleTemplate } from './role-template-catalogue.ts'
import { RenderingFault, renderPolicy, renderText, type TemplateValues } from './template-rendering.ts'

/** What a template says of a role once its parameters have values. */
export interface PlannedRole {
  readonly templateArn: string
  readonly roleName: string
  readonly path: string
  readonly description?: string
  readonly maxSessionSeconds: number
  readonly trustPolicy: string
  readonly inlinePolicies: readonly { readonly policyName: string; readonly text: string }[]
  readonly managedPolicyArns: readonly string[]
  readonly boundaryArn?: string
  readonly tags: Tags
}

/** By parameter, as they were passed. */
export type PassedValues = Readonly<Record<string, { readonly Values: readonly string[] }>>

export function plannedRole(template: RoleTemplate, passed: PassedValues): PlannedRole {
  try {
    const values = valuesFor(template, passed)
    const description = template.RoleDescriptionPattern
    const plan: PlannedRole = {
      templateArn: template.TemplateArn,
      roleName: renderText(template.RoleNamePattern, values),
      path: renderText(template.RolePathPattern ?? '/', values),
      ...(description !== undefined && { description: renderText(description, values) }),
      maxSessionSeconds: template.MaxSessionDuration ?? 3600,
      trustPolicy: renderPolicy(template.AssumeRolePolicyDocumentTemplate, values) ?? '',
      inlinePolicies: (template.InlinePolicyTemplates ?? []).flatMap(({ PolicyName, PolicyDocument }) => {
        const text = renderPolicy(PolicyDocument ?? '', values)
        return text === undefined ? [] : [{ policyName: PolicyName ?? '', text }]
      }),
      managedPolicyArns: template.ManagedPolicyArns ?? [],
      ...(template.PermissionBoundaryArn && { boundaryArn: template.PermissionBoundaryArn }),
      tags: (template.RoleTagsTemplate ?? []).map(({ Key, Value }) => ({
        Key: renderText(Key ?? '', values),
        Value: renderText(Value ?? '', values),
      })),
    }
    mustBeNamedAndDescribed(plan)
    return plan
  } catch (error) {
    if (!(error instanceof RenderingFault)) throw error
    throw iamError('InvalidInputException', `Failed to render template: ${error.message}`)
  }
}

/** Recorded: what is required of a disabled statement alone may be left out, whatever the definition says. */
function valuesFor({ ParametersDefinition = [] }: RoleTemplate, passed: PassedValues): TemplateValues {
  const known = new Map(ParametersDefinition.map(definition => [definition.Name ?? '', definition]))
  for (const [name, { Values }] of Object.entries(passed)) {
    const definition = known.get(name)
    if (!definition) throw new RenderingFault(`Unrecognized parameter: ${name}`)
    const isList = definition.Type?.endsWith('List') ?? false
    if (isList ? Values.length === 0 : Values.length !== 1) {
      const wanted = isList ? 'at least one value' : 'exactly one value'
      const message = `${name} replacement value must contain ${wanted}, got ${Values.length}`
      throw commonError('ValidationError', message)
    }
  }
  const values = new Map<string, readonly string[]>()
  for (const [name, { DefaultValue }] of known) {
    const given = Object.hasOwn(passed, name) ? passed[name]?.Values : undefined
    if (given) values.set(name, given)
    else if (DefaultValue !== undefined) values.set(name, [DefaultValue])
  }
  return values
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html#API_CreateRole_RequestParameters */
function mustBeNamedAndDescribed({ roleName, description = '' }: PlannedRole): void {
  if (!/^[\w+=,.@-]+$/.test(roleName)) {
    throw commonError(
      'ValidationError',
      `The specified value for roleName is invalid. ${patternWording.roleName}`,
    )
  }
  mustBeNoLongerThan('roleName', roleName, 64)
  mustBeNoLongerThan('description', description, 1000)
}

function mustBeNoLongerThan(member: string, text: string, most: number): void {
  if ([...text].length <= most) return
  const constraint = `Member must have length less than or equal to ${most}`
  const message = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`
  throw commonError('ValidationError', message)
}
