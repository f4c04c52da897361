import { accountId } from '../../../src/identity/account-id.ts'
import type { Organization, Organizations, RootFeature } from '../../../src/services/organizations.ts'

/** An organization kept in memory, for what IAM and STS make of one. */
export class TestOrganization implements Organizations {
  organization: Organization
  readonly #members: readonly string[]

  constructor(managementAccount: string, members: readonly string[], changes: Partial<Organization> = {}) {
    this.#members = [managementAccount, ...members]
    this.organization = {
      id: 'o-exampleorgid',
      managementAccount: accountId(managementAccount),
      delegatedAdministrators: [],
      allFeatures: true,
      trustsIam: true,
      rootFeatures: [],
      ...changes,
    }
  }

  readonly of = async (account: string) => (this.#members.includes(account) ? this.organization : undefined)

  readonly setRootFeatures = async (_id: string, rootFeatures: readonly RootFeature[]) => {
    this.organization = { ...this.organization, rootFeatures }
  }
}
