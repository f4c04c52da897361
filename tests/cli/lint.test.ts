import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The command as a person calls it. */
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-lint-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function lint(args: readonly string[], input = '') {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'lint', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, out, err }
}

async function file(name: string, statement: object): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, JSON.stringify({ Version: '2012-10-17', Statement: statement }, null, 2))
  return path
}

const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' }
const trust = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'sts:AssumeRole',
}

describe('crossrole lint', () => {
  it('says where what is, and what to do', async () => {
    const path = await file('pass.json', { ...read, Action: 'iam:PassRole', Resource: '*' })
    const { out, code } = await lint([path])
    expect(out.split('\n')[0]).toMatch(
      /pass\.json:5:15 security-warning PASS_ROLE_WITH_STAR_IN_RESOURCE Using the /,
    )
    expect(out).toMatch(/\n {4}Who may pass any role/)
    expect(out).toMatch(/pass\.json: identity policy, 1 security-warning\n$/)
    expect(code).toBe(1)
  })

  it('ends with 0 when there is nothing, or only something to suggest', async () => {
    expect(await lint([await file('good.json', read)])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/good\.json: identity policy, nothing found\n$/),
    })
    const suggested = await lint([await file('twice.json', { ...read, Action: ['s3:GetObject', 's3:Get*'] })])
    expect(suggested).toMatchObject({ code: 0, out: expect.stringContaining('suggestion REDUNDANT_ACTION') })
  })

  it('ends with 3 when one of several files has an error', async () => {
    const paths = [await file('a.json', read), await file('b.json', { ...read, Effect: 'allow' })]
    const { out, code } = await lint(paths)
    expect(out).toContain('a.json: identity policy, nothing found')
    expect(out).toContain('error INVALID_EFFECT The effect allow is not valid. Use Allow or Deny.')
    expect(code).toBe(3)
  })

  it('knows actions and condition keys', async () => {
    const { out } = await lint([
      await file('list.json', { ...read, Action: 's3:ListBuckets', Resource: '*' }),
    ])
    expect(out).toContain(
      'INVALID_ACTION The action s3:ListBuckets does not exist. Did you mean s3:ListAllMyBuckets?',
    )
  })

  it('reads standard input, and prints JSON', async () => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: trust })
    const { out, code } = await lint(['-', '--json'], policy)
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        file: '-',
        kind: 'trust',
        code: 'FOREIGN_ACCOUNT_TRUSTED_ALONE',
        source: 'crossrole',
        severity: 'security-warning',
        path: ['Statement', 'Principal', 'AWS'],
        line: 1,
        related: [],
      }),
    ])
    expect(code).toBe(1)
    expect(JSON.parse((await lint(['-', '--json', '--account', '111122223333'], policy)).out)).toEqual([])
  })

  it('guesses the kind of a policy, or is told', async () => {
    const summary = async (statement: object, ...args: string[]) =>
      (await lint([await file('kind.json', statement), ...args])).out.split('\n').at(-2)
    expect(await summary({ ...read, Principal: { AWS: '111122223333' } })).toContain('resource policy')
    expect(await summary(trust)).toContain('trust policy')
    expect(await summary({ ...read, Effect: 'Deny' }, '--kind', 'scp')).toContain('service-control policy')
    expect(await summary({ ...read, Principal: '*', Effect: 'Deny' }, '--kind', 'rcp')).toContain(
      'resource-control policy',
    )
  })

  it('looks at a policy as that of a bucket', async () => {
    const path = await file('bucket.json', {
      ...read,
      Principal: { AWS: '111122223333' },
      Action: 'kms:Decrypt',
    })
    expect((await lint([path])).code).toBe(0)
    const { out, code } = await lint([path, '--resource-type', 'AWS::S3::Bucket'])
    expect(out).toContain('UNSUPPORTED_ACTION_IN_POLICY')
    expect(code).toBe(3)
  })

  it('says in a line what it cannot do', async () => {
    const path = await file('good.json', read)
    for (const args of [
      [join(directory, 'none.json')],
      [path, '--kind', 'x'],
      [path, '--resource-type', 'x'],
      [],
    ]) {
      const { code, out, err } = await lint(args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err.trim().split('\n')).toHaveLength(1)
    }
  })
})
