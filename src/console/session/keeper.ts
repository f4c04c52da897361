import type { ConsoleSession, PageCredentials } from '../../server/console/protocol.ts'
import { type Ask, ConsoleRefusal } from './protocol-client.ts'
import { forgetSession, rememberedInTab, rememberSession, slotOfAddress, slotUsedLast } from './slot.ts'

export type SessionState =
  | { readonly status: 'loading' }
  /** No server answered, so nobody knows. */
  | { readonly status: 'unreachable' }
  /** `ended`: somebody was signed in here a moment ago. */
  | { readonly status: 'signed-out'; readonly ended: boolean }
  | { readonly status: 'signed-in'; readonly session: ConsoleSession }

/** Names the identity in force: what is read as one identity is never shown to another. */
export function scopeOf({ slot, identity, role }: ConsoleSession): string {
  return `${slot} ${(role ?? identity).arn}`
}

const taken = { fault: 'not-signed-in', message: 'somebody else has this place now' } as const

/** Credentials this near their end are asked for anew. */
const freshMs = 60_000
/** setTimeout takes no more than 2^31 - 1. */
const longestMs = 2 ** 31 - 1
const retryMs = 10_000

/**
 * Keeps this tab's session and its short-lived credentials. Other tabs of the same session are told of every change, for
 * the role belongs to the session and not to the tab.
 */
export class SessionKeeper {
  #state: SessionState = { status: 'loading' }
  #credentials: PageCredentials | undefined
  #renewal: Promise<PageCredentials> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()
  readonly #ask: Ask
  readonly #channel = new BroadcastChannel('crossrole.session')

  constructor(ask: Ask) {
    this.#ask = ask
    this.#channel.onmessage = ({ data }) => {
      if (data === this.slot) void this.check()
    }
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#state.status === 'signed-in') void this.check()
    })
  }

  readonly state = (): SessionState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get slot(): number | undefined {
    return this.#state.status === 'signed-in' ? this.#state.session.slot : rememberedInTab()?.slot
  }

  /** Finds out who is signed in. A new tab takes the session used last, or the only one that is left. */
  async start(): Promise<void> {
    try {
      const named = slotOfAddress()
      if (named !== undefined) forgetSession()
      const slot = named ?? this.slot ?? (await this.#slotForNewTab())
      // Somebody was quicker than the answer, and has signed in into this tab.
      if (this.#state.status === 'signed-in') return
      if (slot === undefined) return this.#become({ status: 'signed-out', ended: false })
      await this.renew(slot)
    } catch {
      // Where the server has said that nobody is signed in, that is known by now.
      if (this.#state.status === 'loading') this.#become({ status: 'unreachable' })
    }
  }

  /** The browser's sessions, this tab's among them. */
  async sessions(): Promise<readonly ConsoleSession[]> {
    return (await this.#ask('sessions', {})).sessions
  }

  /** Of the identity in force; rejects when it is no longer the one that `scope` names. */
  async credentials(scope: string): Promise<PageCredentials> {
    const fresh = this.#credentials && this.#credentials.expiresAt - Date.now() > freshMs
    const credentials = fresh && this.#credentials ? this.#credentials : await this.renew()
    if (scopeOf(credentials.session) !== scope) throw new Error('the identity in force has changed')
    return credentials
  }

  /** Asks for new credentials, and with them for the session as it is now. */
  renew(slot = this.slot): Promise<PageCredentials> {
    if (this.#renewal) return this.#renewal
    const renewal: Promise<PageCredentials> = this.#ask('credentials', {}, slot)
      .then(
        // What was asked for before somebody switched or signed in is out of date when it comes.
        credentials => (this.#renewal === renewal ? this.#taken(credentials) : this.renew()),
      )
      .catch((error: unknown) => {
        const isOver = error instanceof ConsoleRefusal && error.fault === 'not-signed-in'
        if (isOver && this.#renewal === renewal) this.#end()
        throw error
      })
      .finally(() => {
        if (this.#renewal === renewal) this.#renewal = undefined
      })
    this.#renewal = renewal
    return renewal
  }

  /** Looks whether things are still as this tab knows them; a server that does not answer is asked again later. */
  async check(): Promise<void> {
    try {
      await this.renew()
    } catch (error) {
      if (!(error instanceof ConsoleRefusal)) this.#at(Date.now() + retryMs)
    }
  }

  /** This tab means `session` from now on: somebody has signed in, switched, or chosen another of the sessions. */
  adopt(session: ConsoleSession): void {
    this.#forgetCredentials()
    rememberSession(session)
    this.#become({ status: 'signed-in', session })
    this.#channel.postMessage(session.slot)
  }

  /** Ends a session of this browser: that of the tab where no other is named. */
  async signOut(slot = this.slot): Promise<void> {
    await this.#ask('sign-out', {}, slot)
    this.#channel.postMessage(slot)
    if (this.#state.status !== 'signed-in' || this.#state.session.slot !== slot) return
    this.#forgetCredentials()
    forgetSession()
    this.#become({ status: 'signed-out', ended: false })
  }

  #forgetCredentials(): void {
    this.#credentials = undefined
    this.#renewal = undefined
  }

  /** A slot is given away again after a sign-out: whoever has it then is not who this tab was. */
  #taken(credentials: PageCredentials): PageCredentials {
    const { session } = credentials
    const remembered = rememberedInTab()
    if (remembered && remembered.identityArn !== session.identity.arn) throw new ConsoleRefusal(taken)
    rememberSession(session)
    this.#credentials = credentials
    this.#become({ status: 'signed-in', session })
    return credentials
  }

  #end(): void {
    const ended = rememberedInTab() !== undefined
    this.#forgetCredentials()
    forgetSession()
    this.#become({ status: 'signed-out', ended })
  }

  async #slotForNewTab(): Promise<number | undefined> {
    const slots = (await this.sessions()).map(({ slot }) => slot)
    const last = slotUsedLast()
    return last !== undefined && slots.includes(last) ? last : slots[0]
  }

  #become(state: SessionState): void {
    clearTimeout(this.#timer)
    if (state.status === 'signed-in') this.#at(this.#nextChange(state.session))
    const same =
      state.status === 'signed-in' &&
      this.#state.status === 'signed-in' &&
      JSON.stringify(state) === JSON.stringify(this.#state)
    if (same) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  /** When the server must be asked again: credentials, the role's session or the session itself end. */
  #nextChange({ expiresAt, role }: ConsoleSession): number {
    const ends = [expiresAt, role?.expiresAt, this.#credentials && this.#credentials.expiresAt - freshMs]
    return Math.min(...ends.filter(end => end !== undefined))
  }

  #at(time: number): void {
    clearTimeout(this.#timer)
    const inMs = Math.min(Math.max(time - Date.now(), 1_000), longestMs)
    this.#timer = setTimeout(() => void this.check(), inMs)
  }
}
