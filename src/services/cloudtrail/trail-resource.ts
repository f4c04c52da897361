import type { Resource } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Reader } from '../../store/contract.ts'
import { type TrailRow, trails } from '../../store/trail-tables.ts'
import type { Call } from '../operation.ts'
import { cloudtrailError } from './operation.ts'
import { type NamedTrail, namedTrail } from './trail-name.ts'

type Asked = Pick<Call<unknown>, 'caller' | 'request'> & { readonly rows: Reader }

type Named = { readonly Name: string }

/** What is declared of operations on one trail. */
export const onTrail = onTrailNamed(({ Name }: Named) => Name)

/** The same, where something else than `Name` names it. */
export function onTrailNamed<Input>(nameOf: (input: Input) => string) {
  return {
    check: ({ input, ...call }: Call<Input>) => {
      namedTrail(nameOf(input), call)
    },
    resource: ({ input, ...asked }: Call<Input> & { readonly rows: Reader }) =>
      trailResource(nameOf(input), asked),
  }
}

/** As policies see it, whether it is there or not. */
export async function trailResource(name: string, asked: Asked): Promise<Resource> {
  const named = namedTrail(name, asked)
  const trail = await findTrail(named, asked)
  return { arn: named.arn, ...(trail && { tags: trail.tags }) }
}

/** Of one's own account only: a trail has no policy that could let in another one. */
export async function findTrail(named: NamedTrail, { caller, rows }: Asked): Promise<TrailRow | undefined> {
  if (named.account !== caller.account) return undefined
  return rows.get(trails, named.region, named.trailName)
}

export async function mustFindTrail(name: string, asked: Asked): Promise<TrailRow> {
  const named = namedTrail(name, asked)
  return (await findTrail(named, asked)) ?? refuse(unknownTrail(named.arn, asked.caller.account))
}

/** Changes are made where the trail is at home. */
export async function trailToChange(name: string, asked: Asked): Promise<TrailRow> {
  const trail = await mustFindTrail(name, asked)
  if (trail.homeRegion === asked.request.region) return trail
  const message = `The trail ${trail.trailName} can only be changed in its home region, ${trail.homeRegion}.`
  throw cloudtrailError('InvalidHomeRegionException', message)
}

export function unknownTrail(nameOrArn: string, account: AccountId) {
  return cloudtrailError('TrailNotFoundException', `Unknown trail: ${nameOrArn} for the user: ${account}`)
}

function refuse(error: Error): never {
  throw error
}
