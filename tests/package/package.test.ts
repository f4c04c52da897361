import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtConsole } from '../console/support/built-console.ts'

/** The package as it is published: built into a folder of its own, so that the checkout goes on running as it is. */
const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

let folder: string
let files: string[]
// biome-ignore lint/suspicious/noExplicitAny: package.json
let manifest: any
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossrole-package-'))
  for (const name of ['package.json', 'README.md', 'LICENSE', 'bin', 'data']) {
    await cp(join(root, name), join(folder, name), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const project = join(root, 'tsconfig.build.json')
  await run(process.execPath, [tsc, '--project', project, '--outDir', join(folder, 'dist')]).catch(error => {
    throw new Error(`the build failed: ${error.stdout}`)
  })
  // As `npm run build:console` builds it, for the tests of the console too.
  await builtConsole()
  await cp(join(root, 'dist/console'), join(folder, 'dist/console'), { recursive: true })
  const packing = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    maxBuffer: 16 * 1024 * 1024,
  })
  files = JSON.parse(packing.stdout)[0].files.map((file: { path: string }) => file.path)
  manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the package', () => {
  it('holds what was built, its data, the command, and what a package says of itself', () => {
    const rooms = new Set(files.map(file => file.replace(/\/.*/, '')))
    expect([...rooms].sort()).toEqual(['LICENSE', 'README.md', 'bin', 'data', 'dist', 'package.json'])
    const built = files.filter(file => /^dist\/(?!console\/)/.test(file))
    expect(built.filter(file => !/\.(d\.ts|js)$/.test(file))).toEqual([])
  })

  it('holds the console as a browser takes it: one page, files that are named by what is in them, and what AWS publishes of each service', () => {
    const pages = files.filter(file => file.startsWith('dist/console/'))
    const named =
      /^dist\/console\/(index\.html|assets\/[\w.-]+-[\w-]{8}\.(js|css|svg|woff2)|reference\/[\w.-]+\.json)$/
    expect(pages).toContain('dist/console/index.html')
    expect(pages.filter(file => !named.test(file))).toEqual([])
  })

  it('holds all that the code reads', async () => {
    const data = await readdir(join(root, 'data'), { recursive: true, withFileTypes: true })
    const paths = data
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    expect(paths).not.toHaveLength(0)
    expect(files).toEqual(expect.arrayContaining(paths))
    const targets = [manifest.bin.crossrole, ...Object.values(manifest.exports['./policy'] as object)]
    expect(files).toEqual(expect.arrayContaining(targets.map(path => path.replace('./', ''))))
  })

  it('holds no tests, no fixtures, no sources and no secrets', () => {
    const unwanted =
      /(^|\/)(tests?|fixtures?|suites?|bench|scripts|src)(\/|\.|$)|\.(test|key|pem|env|sqlite)\b/
    expect(files.filter(file => unwanted.test(file))).toEqual([])
  })

  it('imports nothing but its dependencies', async () => {
    const declared = Object.keys(manifest.dependencies)
    const imported = new Set<string>()
    for (const file of files.filter(name => name.endsWith('.js'))) {
      const text = await readFile(join(folder, file), 'utf8')
      for (const [, specifier = ''] of text.matchAll(specifiers)) {
        if (!isBuiltin(specifier)) imported.add(packageOf(specifier))
      }
    }
    expect(imported).toContain('@smithy/core')
    expect([...imported].filter(name => !declared.includes(name))).toEqual([])
  })

  it('is the policy engine as a library', async () => {
    const script =
      "const { evaluate, parsePolicy } = await import('crossrole/policy'); console.log(typeof evaluate, typeof parsePolicy)"
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder })
    expect(stdout).toBe('function function\n')
  })
})

describe('the built command', () => {
  const command = (...args: string[]) => [join(folder, 'bin/crossrole.js'), ...args]

  it('says what it can do', async () => {
    const { stdout } = await run(process.execPath, command('--help'))
    expect(stdout).toContain('start [options]')
    expect((await run(process.execPath, command('--version'))).stdout.trim()).toBe(manifest.version)
  })

  it.each([
    ['in memory', () => ['--ephemeral']],
    ['on a disk', () => ['--data', join(folder, 'state')]],
  ])(
    'starts a server %s that answers signed calls, keeps an object and shows the console, and ends when it is told to',
    async (_, options) => {
      const child = spawn(process.execPath, command('start', '--port', '0', ...options()), {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      try {
        const { url, account, accessKeyId, secretAccessKey } = await greeting(child)
        const credentials = { accessKeyId, secretAccessKey }
        const sts = new STSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })
        expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: account })
        sts.destroy()
        const s3 = new S3Client({
          endpoint: url,
          region: 'us-east-1',
          credentials,
          maxAttempts: 1,
          forcePathStyle: true,
        })
        await s3.send(new CreateBucketCommand({ Bucket: 'of-the-package' }))
        // Large enough for the thread of digests.
        const object = { Bucket: 'of-the-package', Key: 'zeros', Body: new Uint8Array(2 ** 20) }
        expect(await s3.send(new PutObjectCommand(object))).toMatchObject({
          ETag: '"b6d81b360a5672d80c27430f39153e2c"',
        })
        s3.destroy()
        const page = await fetch(`${url}/console`)
        expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('/console/assets/')])
      } finally {
        child.kill('SIGTERM')
      }
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )
})

/** Of static imports, whose last line begins so, and of dynamic ones; not those of the package's own files. */
const specifiers = /^(?:(?:import|export|\}).* from |import |.*\bimport\()'([^'.][^']*)'/gm

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** What the first start prints, up to the keys of the first administrator. */
async function greeting(child: ChildProcess) {
  if (!child.stdout) throw new Error('the output of the command is not read')
  let [url, account, accessKeyId] = ['', '', '']
  for await (const line of createInterface({ input: child.stdout })) {
    url ||= /answers at (\S+)/.exec(line)?.[1] ?? ''
    account ||= /^account (\d{12})/.exec(line)?.[1] ?? ''
    accessKeyId ||= /access key id\s+(\S+)/.exec(line)?.[1] ?? ''
    const secretAccessKey = /secret access key\s+(\S+)/.exec(line)?.[1]
    if (secretAccessKey) return { url, account, accessKeyId, secretAccessKey }
  }
  throw new Error('the command ended without a greeting')
}
