import { putSetting, settingOf } from '../../store/account-settings.ts'
import { roles } from '../../store/tables.ts'
import { linkedRoleName, linkedRoleResource, makeLinkedRole } from './linked-roles.ts'
import { roleManager } from './linked-services.ts'
import { nameKeyOf } from './lookup.ts'
import { iam, iamError } from './operation.ts'

/** The one property there is: whether role manager may make roles for services' consoles. */
const namespace = 'RoleManager'
const enabled = 'RoleManager/Enabled'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountProperties.html */
export const GetAccountProperties = iam('GetAccountProperties', {
  resource: () => ({ arn: '*' }),
  context: () => ({ 'iam:AccountPropertyNamespaces': [namespace] }),
  read: async ({ rows }) => {
    const properties = await settingOf(rows, 'account-properties')
    return { Properties: { [enabled]: String(properties?.roleManagerEnabled ?? false) } }
  },
})

/**
 * To enable role manager is to have its service-linked role made, so that must be allowed as well, also where the
 * role is there already. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_role-manager.html
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutAccountProperties.html
 */
export const PutAccountProperties = iam('PutAccountProperties', {
  check: ({ input }) => {
    checkKeys(Object.keys(input.Properties))
  },
  resource: () => ({ arn: '*' }),
  context: ({ input }) => ({ 'iam:AccountPropertyNamespaces': namespacesOf(input.Properties) }),
  alsoAsks: ({ input, caller }) =>
    input.Properties[enabled] === 'true'
      ? [
          {
            action: 'iam:CreateServiceLinkedRole',
            resource: linkedRoleResource(caller.account, { AWSServiceName: roleManager }),
            context: { 'iam:AWSServiceName': roleManager },
          },
        ]
      : [],
  write: async ({ input, caller, rows, now, vault }) => {
    const roleManagerEnabled = booleanIn(input.Properties[enabled])
    await putSetting(rows, 'account-properties', { roleManagerEnabled })
    const roleName = linkedRoleName(roleManager, undefined)
    if (roleManagerEnabled && !(await rows.get(roles, nameKeyOf(roleName)))) {
      const roleId = vault.newId('AROA', caller.account)
      await makeLinkedRole(rows, { service: roleManager, roleName, roleId, now })
    }
    return {}
  },
})

type Properties = Readonly<Record<string, string>>

function namespacesOf(properties: Properties): readonly string[] {
  return [...new Set(Object.keys(properties).map(key => key.split('/')[0] ?? ''))]
}

/** What the API page says of keys: one namespace a request, one slash a key. */
function checkKeys(keys: readonly string[]): void {
  if (keys.length === 0) invalid('Properties must not be empty.')
  for (const key of keys) {
    const [name, property, ...rest] = key.split('/')
    if (!name || !property || rest.length > 0) invalid(`Invalid property key ${key}.`)
  }
  const [first = '', ...others] = new Set(keys.map(key => key.split('/')[0]))
  if (others.length > 0) invalid('All properties must belong to the same namespace.')
  if (first !== namespace) invalid(`Unknown property namespace ${first}.`)
}

/** Recorded: further properties of the namespace are passed over, where the one that counts is there. */
function booleanIn(value: string | undefined): boolean {
  if (value === undefined) invalid(`Property ${enabled} is missing.`)
  if (value !== 'true' && value !== 'false') invalid(`Invalid value for property ${enabled}.`)
  return value === 'true'
}

function invalid(message: string): never {
  throw iamError('InvalidInputException', message)
}
