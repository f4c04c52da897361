import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import type { List } from './lists.ts'

const root = join(import.meta.dirname, 'reference')

/** What the console stands beside: an empty page of React and Cloudscape at `/`, plain lists at `/users` and `/roles`. */
export interface ReferenceServer {
  readonly url: string
  readonly close: () => void
}

interface Served {
  readonly type: string
  readonly body: Buffer
}

export async function startReference(lists: readonly List[]): Promise<ReferenceServer> {
  const files = await emptyPage()
  const list = file('list.html', await readFile(join(root, 'list.html')))
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://reference')
    const [plural, what] = pathname.slice(1).split('/')
    const known = lists.find(one => one.plural === plural)
    if (!known) return answer(response, files.get(pathname))
    if (what === undefined) return answer(response, list)
    if (what === 'words') return answer(response, json({ ...known, names: [] }))
    if (what === 'rows') return answer(response, json(rowsOf(known, searchParams)))
    return answer(
      response,
      file('.html', Buffer.from(`<!doctype html><title>${what}</title><h1>${what}</h1>`)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Built as the console is, by path. */
async function emptyPage(): Promise<ReadonlyMap<string, Served>> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { write: false, modulePreload: { polyfill: false }, target: 'es2024' },
  })
  const outputs = Array.isArray(built) ? built : [built]
  const files = outputs.flatMap(output => ('output' in output ? output.output : []))
  return new Map(
    files.map(({ fileName, ...made }) => [
      fileName === 'index.html' ? '/' : `/${fileName}`,
      file(fileName, Buffer.from(made.type === 'chunk' ? made.code : made.source)),
    ]),
  )
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** Compressed beforehand. */
function file(name: string, content: Buffer): Served {
  return { type: types[extname(name) || name] ?? 'application/octet-stream', body: gzipSync(content) }
}

function json(value: unknown): Served {
  return file('.json', Buffer.from(JSON.stringify(value)))
}

function answer(response: ServerResponse, served: Served | undefined): void {
  if (!served) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': served.type, 'content-encoding': 'gzip' }).end(served.body)
}

function rowsOf({ names, stem }: List, search: URLSearchParams) {
  const [from, most] = [Number(search.get('from')), Number(search.get('most'))]
  const rows = names.slice(from, from + most).map((name, index) => rowOf(stem, name, from + index))
  return { rows, count: names.length }
}

/** What the console's list knows of each. */
function rowOf(stem: string, name: string, index: number) {
  const path = `/team-${index % 10}/`
  return {
    name,
    path,
    id: `AIDA${String(index).padStart(17, '0')}`,
    arn: `arn:aws:iam::111111111111:${stem}${path}${name}`,
    created: Date.UTC(2026, 0, 1),
  }
}
