import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import type { EventPlace } from '../../store/contract.ts'
import type { InputOf } from '../operation.ts'
import { cloudtrailError } from './operation.ts'

/** The call that a token is for. */
export interface Asked {
  readonly account: AccountId
  readonly input: InputOf<typeof import('@aws-sdk/client-cloudtrail'), 'LookupEvents'>
  /** Epoch milliseconds. */
  readonly now: number
  readonly vault: Vault
}

/** Long enough to go through everything, short enough that nobody keeps one. */
const lifetimeMs = 60 * 60 * 1000

const context = 'cloudtrail:LookupEvents'

/** "This token must be passed in with the same parameters that were specified in the original call." */
export function tokenFor({ time, sequence }: EventPlace, asked: Asked): string {
  return asked.vault.seal(
    JSON.stringify([whatIsAsked(asked), asked.now + lifetimeMs, time, sequence]),
    context,
  )
}

/** Where the page before ended; a token of another query or account, or an old one, is none. */
export function placeIn(token: string, asked: Asked): EventPlace {
  const [query, expiresAt, time, sequence] = opened(token, asked.vault)
  if (query !== whatIsAsked(asked)) throw invalid('The token was made for a request with other parameters.')
  if (expiresAt <= asked.now) throw invalid('The token has expired.')
  return { time, sequence }
}

type Sealed = readonly [query: string, expiresAt: number, time: number, sequence: number]

function opened(token: string, vault: Vault): Sealed {
  const text = vault.open(token, context)
  if (text === undefined) throw invalid('The token is not valid.')
  return JSON.parse(text)
}

const invalid = (message: string) => cloudtrailError('InvalidNextTokenException', message)

/** All parameters but how many events a page is to have. */
function whatIsAsked({ account, input }: Asked): string {
  const { LookupAttributes = [], StartTime, EndTime, EventCategory } = input
  const attributes = LookupAttributes.map(({ AttributeKey, AttributeValue }) => [
    AttributeKey,
    AttributeValue,
  ])
  return JSON.stringify([account, attributes, StartTime, EndTime, EventCategory])
}
