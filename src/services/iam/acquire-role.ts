import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import type { Reader, Writer } from '../../store/contract.ts'
import { attachments, inlinePolicies, type RoleRow, roles } from '../../store/tables.ts'
import { ServiceError } from '../../wire/error.ts'
import type { Demand } from '../operation.ts'
import { mustBeAttachable } from './attaching.ts'
import { boundaryToStore } from './boundaries.ts'
import { mustBePolicy } from './documents.ts'
import { mustFitBesideOthers } from './inline.ts'
import { nameKeyOf, roleWithId } from './lookup.ts'
import { iam, iamError } from './operation.ts'
import { type PassedValues, type PlannedRole, plannedRole } from './planned-role.ts'
import { samePolicy } from './policy-likeness.ts'
import { mustStayWithin } from './quotas.ts'
import { briefRole } from './role-answers.ts'
import { roleTemplate, templateContext, templateResource } from './role-template-catalogue.ts'
import { newTags, requestTags } from './tags.ts'
import { trustPolicyToStore } from './trust-policy.ts'

interface Input {
  readonly TemplateArn: string
  readonly TemplateMinorVersion?: number | undefined
  readonly ReplacementValues?: PassedValues | undefined
}

/**
 * The role that a template makes, made or found. There is no permission of this name: "AcquireRole evaluates each
 * underlying IAM action", and recorded, before them the reading of the template.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_role-manager_enable-use.html
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AcquireRole.html
 */
export const AcquireRole = iam('AcquireRole', {
  action: 'iam:GetRoleTemplateVersion',
  resource: async ({ input, rows }) => {
    const plan = planIfSound(input)
    const role = plan && (await rows.get(roles, nameKeyOf(plan.roleName)))
    return { ...templateResource(input.TemplateArn, 'role template'), ...(role && { role }) }
  },
  context: () => templateContext,
  alsoAsks: ({ input, caller, resource }) => {
    const plan = planIfSound(input)
    if (!plan) return []
    return resource.role ? [toRead(caller.account, plan, resource.role)] : toMake(caller.account, plan)
  },
  handle: async ({ input, caller, store, managed, vault, now, resource }) => {
    const plan = planOf(input)
    const { account } = caller
    const found = resource.role
    if (found) {
      await store.read(account, async rows => mustBeTheSame(plan, await unchanged(rows, found), rows))
      return { Role: briefRole(account, found, found.trustPolicy.text) }
    }
    const trustPolicy = await trustPolicyToStore(store, plan.trustPolicy)
    const { TemplateArn: templateArn, ReplacementValues: values = {} } = input
    const { MinorVersion: minorVersion } = roleTemplate(templateArn, input.TemplateMinorVersion)
    const role = await store.write(account, async rows => {
      const row: RoleRow = {
        nameKey: nameKeyOf(plan.roleName),
        roleName: plan.roleName,
        path: plan.path,
        roleId: vault.newId('AROA', account),
        createdAt: now,
        maxSessionSeconds: plan.maxSessionSeconds,
        trustPolicy,
        tags: newTags(plan.tags),
        boundaryArn: await boundaryToStore({ rows, managed }, plan.boundaryArn),
        sourceTemplate: { templateArn, minorVersion, values },
        ...(plan.description && { description: plan.description }),
      }
      await make(rows, plan, row)
      return row
    })
    return { Role: briefRole(account, role, trustPolicy.text) }
  },
})

function planOf({ TemplateArn, TemplateMinorVersion, ReplacementValues }: Input): PlannedRole {
  return plannedRole(roleTemplate(TemplateArn, TemplateMinorVersion), ReplacementValues ?? {})
}

/** What is wrong with a request is told by its work, to those who may read the template. */
function planIfSound(input: Input): PlannedRole | undefined {
  try {
    return planOf(input)
  } catch (error) {
    if (error instanceof ServiceError) return undefined
    throw error
  }
}

function toRead(account: AccountId, { templateArn }: PlannedRole, role: RoleRow): Demand {
  const { path, roleName, tags } = role
  return {
    action: 'iam:GetRole',
    resource: { arn: arn.role(account, path, roleName), shownAs: `role ${roleName}`, tags },
    context: {
      'iam:RoleTemplateARN': templateArn,
      'iam:PermissionsBoundary': role.boundaryArn || undefined,
    },
  }
}

function toMake(account: AccountId, plan: PlannedRole): readonly Demand[] {
  const { path, roleName, templateArn, boundaryArn, tags } = plan
  const resource = { arn: arn.role(account, path, roleName), shownAs: `role/${roleName}` }
  const context = { 'iam:RoleTemplateARN': templateArn, 'iam:PermissionsBoundary': boundaryArn }
  const whole = { ...context, ...requestTags(tags) }
  return [
    { action: 'iam:CreateRole', resource, context: whole },
    ...(tags.length > 0 ? [{ action: 'iam:TagRole', resource, context: whole }] : []),
    ...plan.managedPolicyArns.map(policyArn => ({
      action: 'iam:AttachRolePolicy',
      resource,
      context: { ...context, 'iam:PolicyARN': policyArn },
    })),
    ...(plan.inlinePolicies.length > 0 ? [{ action: 'iam:PutRolePolicy', resource, context }] : []),
  ]
}

/** The role is made as it was allowed to be: not where another one has come in the meantime. */
async function make(rows: Writer, plan: PlannedRole, row: RoleRow): Promise<void> {
  if (await rows.get(roles, row.nameKey)) throw changedMeanwhile()
  mustStayWithin('RolesPerAccount', await rows.count(roles))
  mustStayWithin('PoliciesPerRole', plan.managedPolicyArns.length - 1)
  await rows.insert(roles, row)
  const entityId = row.roleId
  for (const policyArn of plan.managedPolicyArns) {
    await mustBeAttachable(rows, 'role', policyArn)
    await rows.insert(attachments, { entityId, entityType: 'role' as const, policyArn })
  }
  for (const { policyName, text } of plan.inlinePolicies) {
    mustBePolicy(text, 'identity')
    const inline = { entityId, nameKey: nameKeyOf(policyName), policyName, text }
    await mustFitBesideOthers(rows, 'role', { id: entityId, name: row.roleName }, inline)
    await rows.insert(inlinePolicies, inline)
  }
}

async function unchanged(rows: Reader, { roleId, nameKey }: RoleRow): Promise<RoleRow> {
  const role = await roleWithId(rows, roleId)
  if (role?.nameKey !== nameKey) throw changedMeanwhile()
  return role
}

/** Recorded, words included. Description and session duration may have changed, nothing else. */
async function mustBeTheSame(plan: PlannedRole, role: RoleRow, rows: Reader): Promise<void> {
  const { sourceTemplate: source } = role
  if (source?.templateArn !== plan.templateArn) {
    throw iamError(
      'NameConflictException',
      'A role with this name already exists in the account but was not created from this template. Choose a different role name, or remove the existing role if it is no longer needed.',
    )
  }
  const made = plannedRole(roleTemplate(source.templateArn, source.minorVersion), source.values)
  if (JSON.stringify(made) !== JSON.stringify(plan)) {
    throw iamError(
      'NameConflictException',
      'A role with this name exists but was created with different parameters. Pass a unique roleName to create a new role.',
    )
  }
  if (await isAsPlanned(made, role, rows)) return
  throw iamError(
    'RoleModifiedException',
    `Role ${role.roleName} has been modified since it was created and is no longer managed.`,
  )
}

async function isAsPlanned(plan: PlannedRole, role: RoleRow, rows: Reader): Promise<boolean> {
  const where = { entityId: role.roleId }
  const attached = await rows.list(attachments, { where })
  const inline = await rows.list(inlinePolicies, { where })
  const texts = new Map(inline.map(policy => [policy.policyName, policy.text]))
  return (
    samePolicy(role.trustPolicy.text, plan.trustPolicy) &&
    role.boundaryArn === (plan.boundaryArn ?? '') &&
    sameTexts(role.tags.map(pair), plan.tags.map(pair)) &&
    sameTexts(
      attached.map(({ policyArn }) => policyArn),
      plan.managedPolicyArns,
    ) &&
    texts.size === plan.inlinePolicies.length &&
    plan.inlinePolicies.every(({ policyName, text }) => samePolicy(texts.get(policyName) ?? '{}', text))
  )
}

const pair = ({ Key, Value }: { readonly Key: string; readonly Value: string }) =>
  JSON.stringify([Key, Value])

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort())
}

function changedMeanwhile() {
  const message =
    'The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.'
  return iamError('ConcurrentModificationException', message)
}
