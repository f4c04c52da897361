import type { Group, Policy, User } from '@aws-sdk/client-iam'
import type { BoundaryChoice } from '../../permissions/boundary-choice.tsx'

export const permissionsWays = ['group', 'copy', 'attach'] as const
export type PermissionsWay = (typeof permissionsWays)[number]

/** How a new user gets permissions, and which. */
export interface PermissionsChoice extends BoundaryChoice {
  readonly way: PermissionsWay
  readonly groups: readonly Group[]
  /** One at most, whose permissions are copied. */
  readonly copied: readonly User[]
  readonly policies: readonly Policy[]
}

export const noPermissions: PermissionsChoice = {
  way: 'group',
  groups: [],
  copied: [],
  policies: [],
  hasBoundary: false,
  boundary: [],
}
