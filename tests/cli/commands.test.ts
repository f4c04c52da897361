import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateUserCommand, GetUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The commands as a person calls them: processes, their output and exit codes. */
let directory: string
let data: string
const children: ChildProcess[] = []
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-cli-'))
  data = join(directory, 'data')
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(directory, { recursive: true, force: true })
})

function crossrole(...args: string[]): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, HOME: directory, NODE_COMPILE_CACHE }
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

async function run(...args: string[]) {
  const child = crossrole(...args)
  let out = ''
  let err = ''
  child.stdout?.on('data', chunk => {
    out += chunk
  })
  child.stderr?.on('data', chunk => {
    err += chunk
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

async function start(...args: string[]) {
  const child = crossrole('start', '--port', '0', ...args)
  let out = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      out += chunk
      const found = /answers at (http:\S+)\n[\s\S]*AWS_DEFAULT_REGION/.exec(out)?.[1]
      if (found) resolve(found)
    })
    child.once('close', code => reject(new Error(`the server ended with ${code}: ${out}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    const [code] = await once(child, 'close')
    return code
  }
  return { url, stop, greeting: () => out }
}

interface Shown {
  readonly account: string
  readonly password: string
  readonly accessKeys: readonly { readonly id: string; readonly secret: string }[]
}

async function shownCredentials(): Promise<readonly Shown[]> {
  return JSON.parse((await run('credentials', '--data', data, '--json')).out)
}

function configuration(url: string, { accessKeys: [key] }: Shown) {
  const credentials = { accessKeyId: key?.id ?? '', secretAccessKey: key?.secret ?? '' }
  return { endpoint: url, region: 'us-east-1', maxAttempts: 1, credentials }
}

describe('a server and the commands around it', () => {
  it('shows the first credentials once, and again when asked; keeps what it is told', async () => {
    const first = await start('--data', data)
    const [trusted, trusting] = await shownCredentials()
    if (!trusted || !trusting) throw new Error('two accounts')
    expect(first.greeting()).toContain(trusted.password)
    expect(first.greeting()).toContain(trusting.accessKeys[0]?.secret)
    expect(first.greeting()).toContain(`sign in at ${first.url}/console/trusted-co`)
    const client = configuration(first.url, trusted)
    await new IAMClient(client).send(new CreateUserCommand({ UserName: 'kept' }))
    const second = await run('start', '--port', '0', '--data', data)
    expect([second.code, second.err]).toEqual([1, expect.stringMatching(/^crossrole: .* is in use: .*\n$/)])
    expect(await first.stop()).toBe(0)

    const again = await start('--data', data)
    expect(again.greeting()).not.toContain(trusted.password)
    const { User } = await new IAMClient({ ...client, endpoint: again.url }).send(
      new GetUserCommand({ UserName: 'kept' }),
    )
    expect(User?.UserName).toBe('kept')
    expect(await shownCredentials()).toEqual([trusted, trusting])
    expect(await again.stop()).toBe(0)
  })

  it('keeps no secret in the clear', async () => {
    const secrets = (await shownCredentials()).flatMap(({ password, accessKeys }) => [
      password,
      ...accessKeys.map(key => key.secret),
    ])
    expect(secrets.length).toBe(4)
    const files = (await readdir(data, { recursive: true, withFileTypes: true })).filter(each =>
      each.isFile(),
    )
    expect(files.map(({ name }) => name)).toContain('00000001.events.jsonl')
    for (const file of files) {
      const bytes = await readFile(join(file.parentPath, file.name))
      for (const secret of secrets) expect(bytes.includes(secret)).toBe(false)
    }
  })

  it('walks through, says why, and leaves nothing behind', async () => {
    const server = await start('--data', data)
    const walk = await run('walkthrough', '--endpoint', server.url, '--data', data, '--json')
    const steps = walk.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(steps.filter(step => !step.holds)).toEqual([])
    expect(new Set(steps.map(step => step.step)).size).toBeGreaterThanOrEqual(11)
    expect(walk.code).toBe(0)

    const [trusted] = await shownCredentials()
    if (!trusted) throw new Error('an account')
    const sts = new STSClient(configuration(server.url, trusted))
    const RoleArn = 'arn:aws:iam::222222222222:role/Nobody'
    const denied = await sts
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'why' }))
      .catch(error => error.$metadata.requestId)
    const why = (...more: string[]) => run('why', denied, '--endpoint', server.url, '--data', data, ...more)
    const mine = await why('--account', '111111111111')
    expect(mine.code).toBe(0)
    expect(mine.out).toContain('sts:AssumeRole')
    expect(mine.out).toContain('AdministratorAccess')
    const ids = await Promise.all(
      ['111111111111', '222222222222'].map(async account =>
        JSON.parse((await why('--account', account, '--json')).out),
      ),
    )
    expect(ids.map(([{ decision }]) => decision.outcome)).toEqual(['ImplicitlyDenied', 'ImplicitlyDenied'])
    // Each side sees its own statements only.
    expect(JSON.stringify(ids[1])).not.toContain('AdministratorAccess')
    expect((await run('why', 'nothing', '--endpoint', server.url, '--data', data)).code).toBe(1)
    expect(await server.stop()).toBe(0)
    expect((await run('walkthrough', '--endpoint', server.url, '--data', data)).code).toBe(1)
  })

  it('writes profiles, and leaves those of others as they are', async () => {
    const file = join(directory, '.aws', 'config')
    await run('configure', '--write', '--data', data)
    const written = await readFile(file, 'utf8')
    expect(written).toContain(
      '[profile crossrole-cross-account]\nrole_arn = arn:aws:iam::222222222222:role/CrossAccountRole',
    )
    await writeFile(file, `# mine\n[profile other]\nregion = eu-west-1\n\n${written}`)
    await run('configure', '--write', '--data', data)
    expect(await readFile(file, 'utf8')).toBe(`# mine\n[profile other]\nregion = eu-west-1\n\n${written}`)
  })

  it('offers reset only where nothing is kept', async () => {
    const server = await start('--ephemeral')
    expect((await fetch(`${server.url}/_crossrole/reset`, { method: 'POST' })).status).toBe(200)
    await server.stop()
    const durable = await start('--data', data)
    expect((await fetch(`${durable.url}/_crossrole/reset`, { method: 'POST' })).status).toBe(404)
    await durable.stop()
  })
})

describe('what cannot be', () => {
  it.each([
    [['start', '--port', 'many']],
    [['start', '--public-url', 'https://console.example.com/path']],
    [['start', '--public-url', 'console.example.com']],
    [['start', '--data', '/dev/null/x', '--bootstrap', '/dev/null/file.yaml']],
    [['start', '--nonsense']],
    [['start', '--event-retention-days', '0']],
    [['start', '--trail-delivery-seconds', '0']],
    [['credentials', '--data', '/dev/null/x']],
  ])('%j ends with a line and no stack trace', async args => {
    const { code, err, out } = await run(...args)
    expect(code).toBeGreaterThan(0)
    expect(out + err).not.toMatch(/\n\s+at /)
  })
})
