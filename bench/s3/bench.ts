import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Figure } from '../main.ts'
import { launch, stop } from '../processes.ts'
import { requestsPerSecond } from '../server/load.ts'
import { type Asked, asBytes, exchange, type Keys, signedHeaders } from './client.ts'

/**
 * Objects of 4 KiB and 64 MiB through the durable server, every request authenticated, authorized and recorded, beside
 * the same bytes through a bare file server, the two in turn; and the memory that an upload of 2 GiB takes.
 */
const keys: Keys = {
  accessKeyId: 'AKIABENCHBENCHBENCH0',
  secretAccessKey: 'bench-secret-bench-secret-bench-secret-0',
}

const bootstrap = {
  accounts: [
    {
      id: '111111111111',
      name: 'Bench',
      users: [
        {
          name: 'admin',
          policies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          accessKeys: [{ id: keys.accessKeyId, secret: keys.secretAccessKey }],
        },
      ],
      buckets: [{ name: 'bench' }],
    },
  ],
}

const mebibyte = 1024 * 1024
const small = randomBytes(2048).toString('hex')
const large = randomBytes(64 * mebibyte)
const rounds = 5

interface Servers {
  readonly ours: number
  readonly bare: number
}

export async function* run(): AsyncGenerator<Figure> {
  const directory = await mkdtemp(join(tmpdir(), 'crossrole-bench-'))
  const children: ChildProcess[] = []
  try {
    const file = join(directory, 'bootstrap.json')
    await writeFile(file, JSON.stringify(bootstrap))
    const flags = ['start', '--port', '0', '--data', join(directory, 'data'), '--bootstrap', file]
    const ours = await launch(children, ['src/cli/main.ts', ...flags], /http:\/\/127\.0\.0\.1:(\d+)/)
    // First, while it is as idle as it will ever be.
    yield await memoryFigure(ours, children[0]?.pid ?? 0)
    const kept = join(directory, 'bare')
    await mkdir(kept)
    const bare = await launch(children, ['bench/s3/file-server.ts', kept], /^(\d+)$/)
    const servers = { ours, bare }
    yield await smallFigure('PUT', servers)
    yield await smallFigure('GET', servers)
    yield await largeFigure('PUT/64 MiB', servers, 'PUT', { 'x-amz-checksum-crc32': crcOf(large) })
    yield await largeFigure('PUT/64 MiB, hash signed', servers, 'PUT', {
      'x-amz-content-sha256': createHash('sha256').update(large).digest('hex'),
    })
    yield await largeFigure('GET/64 MiB', servers, 'GET', {})
  } finally {
    await Promise.all(children.map(stop))
    await rm(directory, { recursive: true, force: true })
  }
}

function crcOf(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum.toString('base64')
}

async function smallFigure(method: Asked['method'], { ours, bare }: Servers): Promise<Figure> {
  const body = method === 'PUT' ? small : ''
  const requestsTo = async (port: number, isSigned: boolean) =>
    Promise.all(
      Array.from({ length: 64 }, async (_, at) => {
        const asked = {
          method,
          path: `/bench/small-${at}`,
          headers: { 'content-length': String(body.length) },
        }
        const headers = isSigned
          ? await signedHeaders(port, keys, asked)
          : { host: 'bench', ...asked.headers }
        return asBytes(asked, headers, body)
      }),
    )
  const requests = { ours: await requestsTo(ours, true), bare: await requestsTo(bare, false) }
  const measure = (port: number, sent: readonly Buffer[], milliseconds: number) =>
    requestsPerSecond({ port, connections: 16, milliseconds, requests: sent })
  return compare(`${method}/4 KiB`, 'requests/s', {
    ours: () => measure(ours, requests.ours, 2500),
    bare: () => measure(bare, requests.bare, 2500),
  })
}

async function largeFigure(
  name: string,
  { ours, bare }: Servers,
  method: Asked['method'],
  more: Readonly<Record<string, string>>,
): Promise<Figure> {
  const path = '/bench/large'
  const length: Record<string, string> = method === 'PUT' ? { 'content-length': String(large.length) } : {}
  const signed = await signedHeaders(ours, keys, { method, path, headers: { ...length, ...more } })
  const pieces = method === 'PUT' ? inPieces(large) : []
  const megabytes = async (port: number, headers: Readonly<Record<string, string>>) => {
    const started = performance.now()
    for (let time = 0; time < 3; time += 1) await exchange(port, { method, path }, { ...headers }, pieces)
    return (3 * 64) / ((performance.now() - started) / 1000)
  }
  return compare(name, 'MiB/s', { ours: () => megabytes(ours, signed), bare: () => megabytes(bare, length) })
}

function inPieces(bytes: Buffer): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += 64 * 1024) pieces.push(bytes.subarray(at, at + 64 * 1024))
  return pieces
}

interface Measured {
  readonly ours: () => Promise<number>
  readonly bare: () => Promise<number>
}

/** In turn, after one round that counts for nothing; the median of the rounds. */
async function compare(name: string, unit: string, { ours, bare }: Measured): Promise<Figure> {
  await ours()
  await bare()
  const [values, references]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    values.push(await ours())
    references.push(await bare())
  }
  const [value, reference] = [median(values), median(references)]
  return { name: `s3/${name}`, value, unit, reference, ratio: value / reference }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

const allowedMebibytes = 200

/** The most memory while 2 GiB come in, beyond what the server takes before. */
async function memoryFigure(port: number, pid: number): Promise<Figure> {
  const before = await memoryOf(pid, 'VmRSS')
  await writeFile(`/proc/${pid}/clear_refs`, '5')
  const path = '/bench/huge'
  const bytes = 2048 * mebibyte
  const asked = { method: 'PUT' as const, path, headers: { 'content-length': String(bytes) } }
  await exchange(
    port,
    asked,
    await signedHeaders(port, keys, asked),
    repeated(large.subarray(0, mebibyte), 2048),
  )
  const value = (await memoryOf(pid, 'VmHWM')) - before
  const note = `beside the ${allowedMebibytes} MiB that it may be; ${Math.round(before)} MiB before`
  return {
    name: 's3/PUT/2 GiB, memory',
    value,
    unit: 'MiB',
    reference: allowedMebibytes,
    ratio: value / allowedMebibytes,
    note,
  }
}

function* repeated(piece: Uint8Array, times: number): Generator<Uint8Array> {
  for (let time = 0; time < times; time += 1) yield piece
}

async function memoryOf(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
}
