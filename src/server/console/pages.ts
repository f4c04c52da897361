import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { HttpRequest, HttpResponse } from '../../wire/http.ts'
import { pageHeaders, plainText } from './page-headers.ts'
import { pagePaths } from './protocol.ts'
import type { Site } from './site.ts'

const compress = promisify(gzip)

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** These are compressed themselves. */
const packed: ReadonlySet<string> = new Set(['.png', '.woff', '.woff2'])

/** Their names hold a hash of their content. */
const hashed = /^\/console\/assets\//
const page = 'index.html'

interface PageFile {
  readonly headers: Readonly<Record<string, string>>
  readonly plain: Uint8Array
  readonly gzipped?: Uint8Array
}

/**
 * The files of the built console. What may be served is listed once; a path is looked up in the list and never made
 * into a file name. A file is read and compressed when it is first asked for.
 */
export class Pages {
  readonly #directory: string
  readonly #site: Site
  #paths: Promise<ReadonlyMap<string, string>> | undefined
  readonly #files = new Map<string, Promise<PageFile>>()

  constructor(directory: string, site: Site) {
    this.#directory = directory
    this.#site = site
  }

  /** Undefined for paths that are no page's. */
  async answer(http: HttpRequest): Promise<HttpResponse | undefined> {
    const { path, method } = http
    if ((method !== 'GET' && method !== 'HEAD') || !isPagePath(path)) return undefined
    const paths = await this.#listed()
    if (!paths.has(page)) return plainText(503, notBuilt)
    const name = path.startsWith('/console/') ? path.slice('/console/'.length) : ''
    if (name !== page && paths.has(name)) return this.#send(http, name)
    // A file that is not there is not there; every other path is a page, which finds out itself what it shows.
    if (/^\/console\/(assets|reference)\//.test(path)) return plainText(404, 'There is no such file.\n')
    return this.#send(http, page)
  }

  async #send(http: HttpRequest, name: string): Promise<HttpResponse> {
    const { headers } = http
    const file = await this.#file(name)
    const { plain, gzipped } = file
    const own = { ...file.headers, ...pageHeaders(this.#site, http) }
    if (headers['if-none-match'] === own.etag) return { status: 304, headers: own, body: '' }
    if (!gzipped || !accepts(headers['accept-encoding'], 'gzip'))
      return { status: 200, headers: own, body: plain }
    return { status: 200, headers: { ...own, 'content-encoding': 'gzip' }, body: gzipped }
  }

  #file(name: string): Promise<PageFile> {
    const known = this.#files.get(name)
    if (known) return known
    const reading = this.#listed().then(paths => readPageFile(paths.get(name) ?? '', name))
    this.#files.set(name, reading)
    // Built anew meanwhile: what is there now is found out again.
    reading.catch(() => {
      this.#files.clear()
      this.#paths = undefined
    })
    return reading
  }

  /** A build that is not there yet is looked for again. */
  async #listed(): Promise<ReadonlyMap<string, string>> {
    this.#paths ??= filesBelow(this.#directory)
    const paths = await this.#paths
    if (!paths.has(page)) this.#paths = undefined
    return paths
  }
}

const notBuilt =
  'The console is not built here. In a checkout `npm start` builds it; `npm run build:console` does so by itself.\n'

function isPagePath(path: string): boolean {
  return pagePaths.some(own => path === own || (own === '/console' && path.startsWith('/console/')))
}

async function filesBelow(directory: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return new Map(
    files.map(file => [
      file
        .slice(directory.length + 1)
        .split(sep)
        .join('/'),
      file,
    ]),
  )
}

async function readPageFile(file: string, name: string): Promise<PageFile> {
  const plain = await readFile(file)
  const extension = extname(name)
  const etag = `"${createHash('sha256').update(plain).digest('base64url')}"`
  const headers = {
    'content-type': contentTypes[extension] ?? 'application/octet-stream',
    'cache-control': cachingOf(name),
    etag,
    vary: 'accept-encoding',
  }
  return { headers, plain, ...(!packed.has(extension) && { gzipped: await compress(plain) }) }
}

function cachingOf(name: string): string {
  if (name === page) return 'no-store'
  return hashed.test(`/console/${name}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

function accepts(header: string | undefined, encoding: string): boolean {
  return (header ?? '').split(',').some(part => {
    const [name = '', quality] = part.trim().split(';')
    return name === encoding && !/^\s*q=0(\.0*)?$/.test(quality ?? '')
  })
}
