import { IdentityFault } from '../fault.ts'
import { fetchJson } from '../oidc/fetch-json.ts'

/** Whom a provider says an access token stands for. */
export interface AccessTokenIdentity {
  readonly userId: string
  /** The application that the token was given to. */
  readonly appId: string
}

type Ask = (path: string, parameters?: Readonly<Record<string, string>>) => Promise<Answer>
type Answer = Readonly<Record<string, unknown>>

interface AccessTokenProvider {
  readonly url: string
  readonly identify: (ask: Ask) => Promise<AccessTokenIdentity>
}

/** Providers whose access tokens nobody but they themselves can read. */
const providers = {
  // https://developer.amazon.com/docs/login-with-amazon/obtain-customer-profile.html
  'www.amazon.com': {
    url: 'https://api.amazon.com',
    identify: async ask => {
      const told = await ask('/auth/o2/tokeninfo')
      if (told.iss !== 'https://www.amazon.com') throw new IdentityFault('token-signature')
      return { userId: textIn(told, 'user_id'), appId: textIn(told, 'app_id') }
    },
  },
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
  'graph.facebook.com': {
    url: 'https://graph.facebook.com',
    identify: async ask => {
      const [app, me] = await Promise.all([ask('/app'), ask('/me', { fields: 'id' })])
      return { userId: textIn(me, 'id'), appId: textIn(app, 'id') }
    },
  },
} as const satisfies Readonly<Record<string, AccessTokenProvider>>

export type AccessTokenProviderId = keyof typeof providers

export function isAccessTokenProvider(id: string): id is AccessTokenProviderId {
  return Object.hasOwn(providers, id)
}

/** Where providers are asked in the place of their own addresses. */
export type ProviderUrls = Readonly<Partial<Record<AccessTokenProviderId, string>>>

/** Anybody may send a token, unsigned: so many are asked about at a time, and others are told to come again. */
const maxUnderWay = 8

/** "The identity provider's ID token … If this is an OAuth 2.0 access token": the provider is asked what it means. */
export class AccessTokens {
  readonly #urls: ProviderUrls
  #underWay = 0

  constructor(urls: ProviderUrls = {}) {
    this.#urls = urls
  }

  async identify(id: AccessTokenProviderId, token: string): Promise<AccessTokenIdentity> {
    if (this.#underWay >= maxUnderWay) throw new IdentityFault('unreachable')
    this.#underWay += 1
    try {
      const { url, identify } = providers[id]
      return await identify(askWith(this.#urls[id] ?? url, token))
    } finally {
      this.#underWay -= 1
    }
  }
}

function askWith(base: string, token: string): Ask {
  return async (path, parameters = {}) => {
    const url = new URL(path, base)
    url.search = new URLSearchParams({ ...parameters, access_token: token }).toString()
    try {
      const answer = await fetchJson(url, [])
      if (typeof answer === 'object' && answer !== null) return answer as Answer
    } catch (error) {
      // It answers, and knows no such token.
      if (!(error instanceof IdentityFault && error.reason === 'no-key')) throw error
    }
    throw new IdentityFault('token-signature')
  }
}

function textIn(answer: Answer, name: string): string {
  const value = answer[name]
  if (typeof value === 'string' && value !== '') return value
  throw new IdentityFault('claim', name)
}
