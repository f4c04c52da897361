import type { HttpRequest } from '../../wire/http.ts'
import { ConsoleRefusal, invalid } from './fault.ts'

/** A name or an address, and a port: nothing that could mean more where it is written into a header. */
const hostForm = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i

/**
 * Where browsers find the console. What they say of where a request comes from is compared with it. Whether TLS is
 * in front of the server, or spoken by it, is known from the configuration, never from a header that anybody may send.
 */
export class Site {
  readonly #publicUrl: URL | undefined
  readonly #protocol: string

  /** Absent: browsers reach the server itself, by whatever name, and by what it speaks. */
  constructor(publicUrl: string | undefined, speaksTls: boolean) {
    this.#publicUrl = publicUrl === undefined ? undefined : new URL(publicUrl)
    this.#protocol = this.#publicUrl?.protocol ?? (speaksTls ? 'https:' : 'http:')
  }

  get isSecure(): boolean {
    return this.#protocol === 'https:'
  }

  /**
   * Browsers are told to use nothing but TLS where the console has a name of its own: what they are told of `localhost`
   * would hold for every other server of that machine.
   */
  get isSecureByName(): boolean {
    return this.#publicUrl?.protocol === 'https:'
  }

  originOf({ headers }: Pick<HttpRequest, 'headers'>): string {
    if (this.#publicUrl) return this.#publicUrl.origin
    const { host = '' } = headers
    return hostForm.test(host) ? `${this.#protocol}//${host}` : 'null'
  }

  /**
   * A call must come from a page of this origin. A form of another site cannot send JSON, and a script of one cannot
   * without asking first, which is never answered; what the browser says of the origin is checked besides.
   */
  mustBeOwnPage(http: HttpRequest): void {
    const { origin, 'sec-fetch-site': fetchSite, 'content-type': contentType = '' } = http.headers
    const foreign =
      (origin === undefined && fetchSite === undefined) ||
      (origin !== undefined && origin !== this.originOf(http)) ||
      (fetchSite !== undefined && fetchSite !== 'same-origin')
    if (foreign) throw new ConsoleRefusal('cross-site', 'Only pages of the console may ask for this.')
    if (!/^application\/json(;\s*charset=utf-8)?$/i.test(contentType)) {
      throw invalid('The content type must be application/json.')
    }
  }
}
