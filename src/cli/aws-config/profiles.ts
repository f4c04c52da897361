import { arn } from '../../identity/arn.ts'
import { type FirstAdmin, sidesOf } from '../first-users.ts'
import type { Section } from './ini.ts'

/** What goes where: keys into the credentials file, all else into the config file. */
export interface SharedFiles {
  readonly config: readonly Section[]
  readonly credentials: readonly Section[]
}

const crossAccountRole = 'CrossAccountRole'

/** A profile for the admin of each account, and one that takes the role of the walkthrough (W13). */
export function profilesOf(admins: readonly FirstAdmin[], endpoint: string, region: string): SharedFiles {
  const common = { region, endpoint_url: endpoint }
  const named = admins.map(admin => ({ admin, profile: profileOf(admin) }))
  return {
    credentials: named.map(({ admin, profile }) => ({
      name: profile,
      settings: {
        aws_access_key_id: admin.keys.accessKeyId,
        aws_secret_access_key: admin.keys.secretAccessKey,
      },
    })),
    config: [
      ...named.map(({ profile }) => ({ name: `profile ${profile}`, settings: common })),
      ...crossAccount(admins, common),
    ],
  }
}

/** Account names may hold anything; profile names should not. */
function profileOf({ user }: FirstAdmin): string {
  return `crossrole-${user.accountName.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
}

function crossAccount(admins: readonly FirstAdmin[], common: Section['settings']): readonly Section[] {
  const sides = sidesOf(admins)
  if (!sides) return []
  const role_arn = arn.role(sides.trusting.user.account, '/', crossAccountRole)
  const settings = { role_arn, source_profile: profileOf(sides.trusted), ...common }
  return [{ name: 'profile crossrole-cross-account', settings }]
}
