import type { AccountId } from '../identity/account-id.ts'
import { isServiceLinkedRole } from '../identity/arn.ts'
import { accountOfRequester, type Requester } from '../identity/caller.ts'
import type { OrganizationId } from '../identity/organization-ids.ts'
import { CompiledLayer, type LayerParts } from '../policy/index.ts'
import type { Context } from '../policy/request.ts'
import type { Store } from '../store/contract.ts'
import { RevisionCache } from '../store/revision-cache.ts'
import type { CompiledPolicies } from './compiled-policies.ts'
import {
  type ControlPolicyType,
  claimedOrganization,
  controlPolicies,
  type LevelTexts,
  placementOf,
} from './placement.ts'
import type { Resource } from './question.ts'

const maxCached = 20_000

/** What an organization does to requests of one of its accounts, and to its resources. */
interface Standing {
  readonly organizationId: OrganizationId
  readonly path: string
  readonly serviceControl?: readonly CompiledLayer[]
  readonly resourceControl?: readonly CompiledLayer[]
}

/** The layers and condition keys that organizations add to a request. */
export interface OrganizationPart {
  readonly layers: Pick<LayerParts, 'serviceControl' | 'resourceControl'>
  readonly context: Context
}

const nothing: OrganizationPart = { layers: {}, context: {} }

/**
 * Services whose resources RCPs protect.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
const servicesUnderResourceControl: ReadonlySet<string> = new Set([
  ...['s3', 'sts', 'kms', 'sqs', 'secretsmanager'],
  ...['aoss', 'cognito-identity', 'cognito-idp', 'dynamodb', 'ecr', 'logs'],
])

/** A closed account's principals may do nothing, and nobody may do anything to what is in it: nothing allows. */
const closed = {
  principal: [new CompiledLayer({ layer: 'service-control', level: 'closed account' }, [])],
  resource: [new CompiledLayer({ layer: 'resource-control', level: 'closed account' }, [])],
} as const

/**
 * Everything is cached by the revision it was read at: of the account that says where it belongs, and of the
 * organization. A changed policy, or a moved account, counts from the next request on.
 */
export class OrganizationLayers {
  readonly #policies: CompiledPolicies
  readonly #claims: RevisionCache<OrganizationId | undefined>
  readonly #standings: RevisionCache<Standing | undefined>

  constructor(store: Store, policies: CompiledPolicies) {
    this.#policies = policies
    this.#claims = new RevisionCache(store, maxCached)
    this.#standings = new RevisionCache(store, maxCached)
  }

  /** `action` decides whether the resource's control policies have a say; all actions of a question are of one service. */
  async of(caller: Requester, resource: Resource, action: string): Promise<OrganizationPart> {
    // Nobody's account stands behind who bears a token, or signs nothing.
    const own = caller.kind === 'bearer' ? undefined : accountOfRequester(caller)
    const owner = resource.account ?? accountOfRequester(caller)
    const principal = own && (await this.#standing(own))
    const resourced = owner === own ? principal : owner && (await this.#standing(owner))
    const source = caller.kind === 'service' ? await this.#standing(caller.source.account) : undefined
    if (!principal && !resourced && !source) return nothing
    const isLinked = isServiceLinked(caller)
    const isOne = resource.arn !== '*' && !resource.isNoOne
    const isProtected = !isLinked && isOne && isUnderResourceControl(action)
    const { serviceControl } = principal ?? {}
    const { resourceControl } = resourced ?? {}
    return {
      layers: {
        ...(serviceControl && !isLinked && { serviceControl }),
        ...(resourceControl && isProtected && { resourceControl }),
      },
      context: { ...organizationKeys(principal, resourced), ...sourceKeys(source) },
    }
  }

  async #standing(account: AccountId): Promise<Standing | undefined> {
    const organizationId = await this.#claims.get(account, 'organization', claimedOrganization)
    if (organizationId === undefined) return undefined
    return this.#standings.get(organizationId, account, async rows => {
      const placement = await placementOf(rows, account)
      if (!placement) return undefined
      const layersOf = async (type: ControlPolicyType) =>
        (await controlPolicies(rows, placement, type))?.map(level => this.#layer(type, level))
      const isClosed = placement.status === 'SUSPENDED'
      const serviceControl = isClosed ? closed.principal : await layersOf('SERVICE_CONTROL_POLICY')
      const resourceControl = isClosed ? closed.resource : await layersOf('RESOURCE_CONTROL_POLICY')
      return {
        organizationId,
        path: placement.path,
        ...(serviceControl && { serviceControl }),
        ...(resourceControl && { resourceControl }),
      }
    })
  }

  #layer(type: ControlPolicyType, { level, policies }: LevelTexts): CompiledLayer {
    const layer = type === 'SERVICE_CONTROL_POLICY' ? 'service-control' : 'resource-control'
    const placed = policies.map(({ policyId, name, text }) => ({
      source: { name: `${name} (${policyId})`, attachedTo: level },
      policy: this.#policies.of(text, layer),
    }))
    return new CompiledLayer({ layer, level }, placed)
  }
}

/** Roles that are AWS's own in an account: no control policy binds them. */
function isServiceLinked(caller: Requester): boolean {
  return caller.kind === 'role-session' && isServiceLinkedRole(caller.roleArn)
}

function isUnderResourceControl(action: string): boolean {
  return servicesUnderResourceControl.has(action.slice(0, action.indexOf(':')))
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid */
export function organizationKeys(
  principal: Pick<Standing, 'organizationId' | 'path'> | undefined,
  resource: Pick<Standing, 'organizationId' | 'path'> | undefined,
): Context {
  return {
    ...(principal && {
      'aws:PrincipalOrgID': principal.organizationId,
      'aws:PrincipalOrgPaths': [principal.path],
    }),
    ...(resource && {
      'aws:ResourceOrgID': resource.organizationId,
      'aws:ResourceOrgPaths': [resource.path],
    }),
  }
}

/**
 * Of the account for whose resource a service calls.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
 */
function sourceKeys(source: Pick<Standing, 'organizationId' | 'path'> | undefined): Context {
  return source ? { 'aws:SourceOrgID': source.organizationId, 'aws:SourceOrgPaths': [source.path] } : {}
}
