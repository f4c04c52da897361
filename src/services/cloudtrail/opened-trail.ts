import type { Resource } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Store } from '../../store/contract.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import type { Call } from '../operation.ts'
import { cloudtrailError } from './operation.ts'
import { type NamedTrail, namedTrail } from './trail-name.ts'
import { notManagement, ownerOfOrganizationTrail, trailOrganizationOf } from './trail-organization.ts'

export type Asked = Pick<Call<unknown>, 'caller' | 'request'> & { readonly store: Store }

export interface OpenedTrail {
  readonly trail: TrailRow
  /** Whose it is. */
  readonly account: AccountId
  /** Of an organization's trail its members see that it is there; who manages the organization's trails changes it. */
  readonly mayChange: boolean
}

type Named = { readonly Name: string }

/** What is declared of operations on one trail. */
export const onTrail = onTrailNamed(({ Name }: Named) => Name)

/** The same, where something else than `Name` names it. */
export function onTrailNamed<Input>(nameOf: (input: Input) => string) {
  return {
    check: ({ input, ...call }: Call<Input>) => {
      namedTrail(nameOf(input), call)
    },
    resolve: ({ input, ...asked }: Call<Input> & { readonly store: Store }) =>
      trailResource(nameOf(input), asked),
  }
}

/** As policies see it, whether it is there or not. */
export async function trailResource(name: string, asked: Asked): Promise<Resource> {
  const named = namedTrail(name, asked)
  const opened = await openTrail(named, asked)
  return { arn: named.arn, ...(opened && { tags: opened.trail.tags }) }
}

/**
 * A trail of one's own account, or one of the organization that it is a member of: a trail has no policy that could let in
 * another account.
 */
export async function openTrail(named: NamedTrail, asked: Asked): Promise<OpenedTrail | undefined> {
  const { caller, store } = asked
  const own = caller.account
  if (named.account === own) {
    const trail = await rowOf(named, own, store)
    return trail && { trail, account: own, mayChange: true }
  }
  const organization = await trailOrganizationOf(store, own)
  const owner = organization?.managementAccount
  if (!owner || owner !== named.account || !organization.isTrusting) return undefined
  const trail = await rowOf(named, owner, store)
  if (trail?.organizationId !== organization.id) return undefined
  return { trail, account: owner, mayChange: ownerOfOrganizationTrail(organization, own) !== undefined }
}

function rowOf({ region, trailName }: NamedTrail, account: AccountId, store: Store) {
  return store.read(account, rows => rows.get(trails, region, trailName))
}

export async function mustOpenTrail(name: string, asked: Asked): Promise<OpenedTrail> {
  const named = namedTrail(name, asked)
  return (await openTrail(named, asked)) ?? refuse(unknownTrail(named.arn, asked.caller.account))
}

/** Changes are made where the trail is at home, by who manages it. */
export async function trailToChange(name: string, asked: Asked): Promise<OpenedTrail> {
  const opened = await mustOpenTrail(name, asked)
  if (!opened.mayChange) throw notManagement()
  const { trailName, homeRegion } = opened.trail
  if (homeRegion === asked.request.region) return opened
  const message = `The trail ${trailName} can only be changed in its home region, ${homeRegion}.`
  throw cloudtrailError('InvalidHomeRegionException', message)
}

/** As the trail is when it is changed; where nothing changes, nothing is written. */
export async function changeTrail(
  name: string,
  asked: Asked,
  change: (trail: TrailRow) => TrailRow,
): Promise<OpenedTrail> {
  const opened = await trailToChange(name, asked)
  const { account, trail } = opened
  const changed = await asked.store.write(account, async rows => {
    const present = await rows.get(trails, trail.homeRegion, trail.trailName)
    // Nor is a trail that was turned meanwhile into one of the organization, or back, the one that was opened.
    if (!present || present.organizationId !== trail.organizationId)
      throw unknownTrail(name, asked.caller.account)
    const next = change(present)
    if (next !== present) await rows.put(trails, next)
    return next
  })
  return { ...opened, trail: changed }
}

export function unknownTrail(nameOrArn: string, account: AccountId) {
  return cloudtrailError('TrailNotFoundException', `Unknown trail: ${nameOrArn} for the user: ${account}`)
}

function refuse(error: Error): never {
  throw error
}
