import type { Operation } from '../operation.ts'
import * as accessKeys from './access-keys.ts'
import * as accountAliases from './account-aliases.ts'
import * as accountSummary from './account-summary.ts'
import * as groups from './groups.ts'
import * as loginProfiles from './login-profiles.ts'
import * as memberships from './memberships.ts'
import * as mfaDeviceTags from './mfa-device-tags.ts'
import * as mfaDevices from './mfa-devices.ts'
import * as userBoundary from './user-boundary.ts'
import * as userTags from './user-tags.ts'
import * as users from './users.ts'
import * as virtualMfaDevices from './virtual-mfa-devices.ts'

/** Every operation of IAM that is there: all that these files export. */
export const operations: readonly Operation[] = [
  accessKeys,
  accountAliases,
  accountSummary,
  groups,
  loginProfiles,
  memberships,
  mfaDeviceTags,
  mfaDevices,
  userBoundary,
  userTags,
  users,
  virtualMfaDevices,
].flatMap(noun => Object.values(noun))
