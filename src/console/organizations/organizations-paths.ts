import type { ControlPolicyType } from './control-policy-type.ts'

export const treePath = '/console/organizations/tree'
export const policiesPath = '/console/organizations/policies'
export const invitationsPath = '/console/organizations/invitations'
export const settingsPath = '/console/organizations/settings'
export const resourcePolicyPath = `${settingsPath}/resource-policy`

const withId = (path: string, id: string) => `${path}?${new URLSearchParams({ id })}`

export const accountPath = (id: string) => withId(`${treePath}/details/account`, id)
export const unitPath = (id: string) => withId(`${treePath}/details/unit`, id)
export const policyPath = (id: string) => withId(`${policiesPath}/details`, id)
export const editPolicyPath = (id: string) => withId(`${policiesPath}/details/edit`, id)

export function createPolicyPath(type: ControlPolicyType): string {
  return `${policiesPath}/create?${new URLSearchParams({ type })}`
}

export function policiesOfTypePath(type: ControlPolicyType): string {
  return `${policiesPath}?${new URLSearchParams({ type })}`
}
