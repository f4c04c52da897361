import { request } from 'node:http'
import { type ConsoleProtocol, sessionHeader } from '../../src/server/console/protocol.ts'

/** As much of a browser as the console's protocol meets: cookies are kept and sent, and the origin is told. */
export class Browser {
  readonly cookies = new Map<string, string>()
  /** Every `Set-Cookie` as it came. */
  readonly set: string[] = []
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie && !headers.has('cookie')) headers.set('cookie', cookie)
    const response = await fetch(`${this.#url}${path}`, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  /** A call of the protocol, as its pages make it: status and content. */
  async call(name: string, asks: unknown, slot?: number, headers: Record<string, string> = {}) {
    const response = await this.fetch(`/_crossrole/console/${name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.#url,
        ...(slot !== undefined && { [sessionHeader]: String(slot) }),
        ...headers,
      },
      body: typeof asks === 'string' ? asks : JSON.stringify(asks),
    })
    return { status: response.status, content: await response.json() }
  }

  /** The answer of a call that must succeed. */
  async ask<Name extends keyof ConsoleProtocol>(
    name: Name,
    asks: ConsoleProtocol[Name]['asks'],
    slot?: number,
  ): Promise<ConsoleProtocol[Name]['answers']> {
    const { status, content } = await this.call(name, asks, slot)
    if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(content)}`)
    return content
  }

  #keep(line: string): void {
    this.set.push(line)
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split('=')
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

/** A page as it comes, compressed or not. */
export function rawGet(url: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      request(url, { headers }, response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
      })
        .on('error', reject)
        .end()
    },
  )
}
