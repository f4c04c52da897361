import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliAbsent, runAwsCli } from '../behaviour/support/aws-cli.ts'
import { cliEnvironment } from '../behaviour/support/doorways.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** What people copy files with, unchanged: small ones, one that goes in parts, folders, there and back. */
const execute = promisify(execFile)
const absent = (tool: string) => (spawnSync(tool, ['--version']).error ? `${tool} is not on PATH` : undefined)
const titled = (title: string, reason: string | undefined) =>
  `${title}${reason ? ` (skipped: ${reason})` : ''}`
const [noRclone, noS3cmd] = [absent('rclone'), absent('s3cmd')]

let server: TestServer
let directory: string
const large = Buffer.alloc(11 * 1024 * 1024, 'large ')
beforeAll(async () => {
  server = await startTestServer()
  directory = await mkdtemp(join(tmpdir(), 'crossrole-tools-'))
  await mkdir(join(directory, 'folder/below'), { recursive: true })
  await writeFile(join(directory, 'folder/one.txt'), 'one')
  await writeFile(join(directory, 'folder/below/two words.txt'), 'two')
  await writeFile(join(directory, 'large'), large)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true, force: true })
})

/** Without anything that the machine sets for AWS elsewhere. */
async function run(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await execute(tool, [...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

const cameBack = async (file: string) => (await readFile(join(directory, file))).equals(large)

describe.skipIf(cliAbsent)(titled('aws s3', cliAbsent), { timeout: 180_000 }, () => {
  const aws = async (...args: string[]) =>
    (await runAwsCli(args, cliEnvironment(server, server.trusting.admin))).stdout

  it('copies, lists, syncs, moves, presigns and removes', async () => {
    await aws('s3', 'mb', 's3://cli-bucket')
    await aws('s3', 'cp', join(directory, 'large'), 's3://cli-bucket/large', '--no-progress')
    await aws('s3', 'sync', join(directory, 'folder'), 's3://cli-bucket/folder', '--no-progress')
    const listed = await aws('s3', 'ls', 's3://cli-bucket', '--recursive')
    expect(
      listed
        .trim()
        .split('\n')
        .map(line => line.slice(31)),
    ).toEqual(['folder/below/two words.txt', 'folder/one.txt', 'large'])
    await aws('s3', 'mv', 's3://cli-bucket/large', 's3://cli-bucket/moved', '--no-progress')
    await aws('s3', 'cp', 's3://cli-bucket/moved', join(directory, 'from-aws'), '--no-progress')
    expect(await cameBack('from-aws')).toBe(true)
    const url = (await aws('s3', 'presign', 's3://cli-bucket/folder/one.txt')).trim()
    expect(await (await fetch(url)).text()).toBe('one')
    await aws('s3', 'rb', 's3://cli-bucket', '--force')
    expect(await aws('s3', 'ls')).toBe('')
  })
})

describe.skipIf(noRclone)(titled('rclone', noRclone), { timeout: 120_000 }, () => {
  const rclone = (...args: string[]) => {
    const { accessKeyId, secretAccessKey } = server.trusting.admin
    return run('rclone', ['--retries', '1', ...args], {
      RCLONE_CONFIG: join(directory, 'rclone.conf'),
      RCLONE_CONFIG_CR_TYPE: 's3',
      RCLONE_CONFIG_CR_PROVIDER: 'Other',
      RCLONE_CONFIG_CR_ACCESS_KEY_ID: accessKeyId,
      RCLONE_CONFIG_CR_SECRET_ACCESS_KEY: secretAccessKey,
      RCLONE_CONFIG_CR_ENDPOINT: server.url,
      RCLONE_CONFIG_CR_REGION: 'us-east-1',
    })
  }

  it('copies, lists, syncs, checks, moves and purges', async () => {
    await writeFile(join(directory, 'rclone.conf'), '')
    await rclone('mkdir', 'cr:rclone-bucket')
    await rclone('copy', 'large', 'cr:rclone-bucket', '--s3-upload-cutoff', '5M', '--s3-chunk-size', '5M')
    await rclone('sync', 'folder', 'cr:rclone-bucket/folder')
    await rclone('check', 'folder', 'cr:rclone-bucket/folder')
    await rclone('moveto', 'cr:rclone-bucket/large', 'cr:rclone-bucket/moved')
    const listed = (await rclone('lsf', '-R', '--files-only', 'cr:rclone-bucket')).trim().split('\n')
    expect(listed.sort()).toEqual(['folder/below/two words.txt', 'folder/one.txt', 'moved'])
    await rclone('copyto', 'cr:rclone-bucket/moved', 'from-rclone')
    expect(await cameBack('from-rclone')).toBe(true)
    await rclone('purge', 'cr:rclone-bucket')
    expect(await rclone('lsd', 'cr:')).toBe('')
  })
})

describe.skipIf(noS3cmd)(titled('s3cmd', noS3cmd), { timeout: 120_000 }, () => {
  const s3cmd = (...args: string[]) =>
    run('s3cmd', ['-c', join(directory, 's3cfg'), '--no-progress', ...args])

  it('puts, lists, syncs, gets, signs and deletes', async () => {
    const { accessKeyId, secretAccessKey } = server.trusting.admin
    const { host } = new URL(server.url)
    await writeFile(
      join(directory, 's3cfg'),
      `[default]\naccess_key = ${accessKeyId}\nsecret_key = ${secretAccessKey}\nhost_base = ${host}\nhost_bucket = ${host}\nuse_https = False\n`,
    )
    await s3cmd('mb', 's3://cmd-bucket')
    await s3cmd('put', '--multipart-chunk-size-mb=5', 'large', 's3://cmd-bucket/large')
    await s3cmd('sync', 'folder/', 's3://cmd-bucket/folder/')
    const listed = (await s3cmd('ls', '--recursive', 's3://cmd-bucket')).trim().split('\n')
    expect(listed.map(line => line.replace(/^.*s3:\/\//, '')).sort()).toEqual([
      'cmd-bucket/folder/below/two words.txt',
      'cmd-bucket/folder/one.txt',
      'cmd-bucket/large',
    ])
    await s3cmd('get', 's3://cmd-bucket/large', 'from-s3cmd')
    expect(await cameBack('from-s3cmd')).toBe(true)
    const url = (await s3cmd('signurl', 's3://cmd-bucket/folder/one.txt', '+600')).trim()
    expect(await (await fetch(url)).text()).toBe('one')
    await s3cmd('del', '--recursive', '--force', 's3://cmd-bucket')
    await s3cmd('rb', 's3://cmd-bucket')
    expect(await s3cmd('ls')).toBe('')
  })
})
