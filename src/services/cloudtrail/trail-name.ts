import type { RequestFacts } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { parseArn, partition } from '../../identity/arn.ts'
import { cloudtrailError } from './operation.ts'

/** A trail as a request names it: whether there is one is another question. */
export interface NamedTrail {
  readonly region: string
  readonly trailName: string
  readonly account: string
  readonly arn: string
}

interface Asked {
  readonly caller: { readonly account: AccountId }
  readonly request: Pick<RequestFacts, 'region'>
}

/** By its ARN, or by its name, which means the one of the region that the request is for. */
export function namedTrail(nameOrArn: string, { caller, request }: Asked): NamedTrail {
  if (nameOrArn.startsWith('arn:')) return trailOfArn(nameOrArn)
  mustBeTrailName(nameOrArn)
  return trailOf(request.region, nameOrArn, caller.account)
}

export function trailOf(region: string, trailName: string, account: string): NamedTrail {
  const arn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`
  return { region, trailName, account, arn }
}

export function trailOfArn(arn: string): NamedTrail {
  const parts = parseArn(arn)
  const [, trailName] = /^trail\/([^/]+)$/.exec(parts?.resource ?? '') ?? []
  if (parts?.partition !== partition || parts.service !== 'cloudtrail' || trailName === undefined)
    throw cloudtrailError('CloudTrailARNInvalidException', `The ARN is not valid: ${arn}`)
  mustBeTrailName(trailName)
  return { region: parts.region, trailName, account: parts.accountId, arn }
}

/** In the order in which AWS is known to tell of them. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
export function mustBeTrailName(name: string): void {
  const fault = rules.find(({ breaks }) => breaks(name))
  if (fault) throw cloudtrailError('InvalidTrailNameException', fault.message(name))
}

const rules: readonly {
  readonly breaks: (name: string) => boolean
  readonly message: (name: string) => string
}[] = [
  { breaks: name => name.trim() === '', message: () => 'Trail name cannot be blank!' },
  {
    breaks: name => name.length < 3,
    message: ({ length }) =>
      `Trail name too short. Minimum allowed length: 3 characters. Specified name length: ${length} characters.`,
  },
  {
    breaks: name => name.length > 128,
    message: ({ length }) =>
      `Trail name too long. Maximum allowed length: 128 characters. Specified name length: ${length} characters.`,
  },
  {
    breaks: name => !/^[a-z0-9]/i.test(name),
    message: () => 'Trail name must starts with a letter or number.',
  },
  {
    breaks: name => !/[a-z0-9]$/i.test(name),
    message: () => 'Trail name must ends with a letter or number.',
  },
  {
    breaks: name => !/^[\w.-]+$/.test(name),
    message: () =>
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
  },
  {
    breaks: name => /[._-]{2}/.test(name),
    message: () => 'Trail name cannot have adjacent periods, hyphens or underscores.',
  },
  {
    breaks: name => /^\d{1,3}(\.\d{1,3}){3}$/.test(name),
    message: () => 'Trail name must not be formatted as an IP address.',
  },
]
