import type { AccountId } from '../../identity/account-id.ts'
import type { DeclaredMember, DeclaredOrganization, DeclaredPlace } from './declaration.ts'

/** Calls an operation of Organizations as an account's root user; undefined after a fault at this path. */
export type Call = (
  account: AccountId,
  operation: string,
  input: object,
  path: string,
) => Promise<Answer | undefined>

/** Only what is read of it here. */
interface Answer {
  readonly Roots?: readonly { readonly Id?: string }[]
  readonly OrganizationalUnit?: { readonly Id?: string }
  readonly Policy?: { readonly PolicySummary?: { readonly Id?: string } }
  readonly Handshake?: { readonly Id?: string }
}

const path = 'organization'

/** As people would make it: created, its units made, every account invited, and policies attached last. */
export async function applyOrganization(organization: DeclaredOrganization, call: Call): Promise<void> {
  const work = new OrganizationWork(organization, call)
  await work.create()
}

class OrganizationWork {
  readonly #organization: DeclaredOrganization
  readonly #call: Call
  /** Ids by name. */
  readonly #policies = new Map<string, string>()
  #rootId = ''

  constructor(organization: DeclaredOrganization, call: Call) {
    this.#organization = organization
    this.#call = call
  }

  async create(): Promise<void> {
    const { policies, root } = this.#organization
    if (!(await this.#manage('CreateOrganization', {}, `${path}.managementAccount`))) return
    this.#rootId = (await this.#manage('ListRoots', {}, path))?.Roots?.[0]?.Id ?? ''
    for (const type of new Set(policies.map(policy => policy.type))) {
      await this.#manage('EnablePolicyType', { RootId: this.#rootId, PolicyType: type }, path)
    }
    for (const policy of policies) {
      const { type: Type, name: Name, description: Description, text: Content } = policy
      const made = await this.#manage(
        'CreatePolicy',
        { Type, Name, Description, Content },
        `${policy.path}.policy`,
      )
      if (made) this.#policies.set(Name, made.Policy?.PolicySummary?.Id ?? '')
    }
    await this.#fill(root, this.#rootId)
  }

  async #fill(place: DeclaredPlace, parentId: string): Promise<void> {
    for (const member of place.accounts) await this.#admit(member, parentId)
    for (const unit of place.units) {
      const input = { ParentId: parentId, Name: unit.name }
      const made = await this.#manage('CreateOrganizationalUnit', input, `${unit.path}.name`)
      if (made) await this.#fill(unit, made.OrganizationalUnit?.Id ?? '')
    }
    await this.#attach(place.attached, parentId)
  }

  async #admit({ id, attached, path }: DeclaredMember, parentId: string): Promise<void> {
    const Target = { Type: 'ACCOUNT', Id: id }
    const invited = await this.#manage('InviteAccountToOrganization', { Target }, path)
    const HandshakeId = invited?.Handshake?.Id
    if (HandshakeId === undefined || !(await this.#call(id, 'AcceptHandshake', { HandshakeId }, path))) return
    if (parentId !== this.#rootId) {
      const move = { AccountId: id, SourceParentId: this.#rootId, DestinationParentId: parentId }
      await this.#manage('MoveAccount', move, path)
    }
    await this.#attach(attached, id)
  }

  async #attach(names: DeclaredPlace['attached'], TargetId: string): Promise<void> {
    for (const { name, path } of names) {
      const PolicyId = this.#policies.get(name)
      // One that could not be made was a fault already.
      if (PolicyId !== undefined) await this.#manage('AttachPolicy', { PolicyId, TargetId }, path)
    }
  }

  #manage(operation: string, input: object, at: string): Promise<Answer | undefined> {
    return this.#call(this.#organization.managementAccount, operation, input, at)
  }
}
