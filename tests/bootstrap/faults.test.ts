import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/server/log.ts'
import { startServer } from '../../src/server/main.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-bootstrap-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function startWith(content: string) {
  const bootstrapFile = join(directory, 'bootstrap.yaml')
  await writeFile(bootstrapFile, content)
  const dataDirectory = await mkdtemp(join(directory, 'data-'))
  const configuration = { host: '127.0.0.1', port: 0, bootstrapFile, dataDirectory }
  try {
    return { server: await startServer(configuration, silentLog), dataDirectory }
  } catch (error) {
    return { message: String((error as Error).message), dataDirectory }
  }
}

const good = `
accounts:
  - id: "111111111111"
    name: Trusted
    users:
      - name: admin
        policies: [arn:aws:iam::aws:policy/AdministratorAccess]
        accessKeys: [{ id: AKIAGIVENGIVENGIVEN1, secret: given-secret }]
  - id: "222222222222"
    name: Trusting
    users: []
    roles:
      - name: Reader
        trust:
          Version: "2012-10-17"
          Statement:
            - { Effect: Allow, Principal: { AWS: "arn:aws:iam::111111111111:user/admin" }, Action: "sts:AssumeRole" }
        policies: [arn:aws:iam::aws:policy/ReadOnlyAccess]
`

describe('a bootstrap file', () => {
  it.each([
    ['YAML', good],
    [
      'JSON',
      JSON.stringify({
        accounts: [
          {
            id: '111111111111',
            name: 'T',
            users: [
              {
                name: 'admin',
                policies: [],
                accessKeys: [{ id: 'AKIAGIVENGIVENGIVEN1', secret: 'given-secret' }],
              },
            ],
          },
        ],
      }),
    ],
  ])('in %s makes what it declares, with the keys it gives', async (_form, content) => {
    const { server, message } = await startWith(content)
    if (!server) throw new Error(message)
    const sts = new STSClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAGIVENGIVENGIVEN1', secretAccessKey: 'given-secret' },
    })
    expect(await sts.send(new GetCallerIdentityCommand({}))).toHaveProperty('Account', '111111111111')
    await server.close()
  })

  it.each([
    [
      'an unknown member',
      good.replace('name: Reader', 'name: Reader\n        colour: red'),
      /accounts\[1\]\.roles\[0\]\.colour/,
    ],
    ['an id that is no account', good.replace('"222222222222"', '"2222"'), /accounts\[1\]\.id/],
    ['an id without quotes', good.replace('"222222222222"', '222222222222'), /accounts\[1\]\.id/],
    ['an account twice', good.replace('"222222222222"', '"111111111111"'), /accounts\[1\]\.id/],
    [
      'a policy that is not there',
      good.replace('ReadOnlyAccess', 'NoSuchAccess'),
      /accounts\[1\]\.roles\[0\]\.policies\[0\]/,
    ],
    [
      'a principal that is not there',
      good.replace('user/admin', 'user/nobody'),
      /accounts\[1\]\.roles\[0\]\.trust/,
    ],
    [
      'a trust policy that is none',
      good.replace('Effect: Allow', 'Effect: Maybe'),
      /accounts\[1\]\.roles\[0\]\.trust/,
    ],
    [
      'a name that IAM refuses',
      good.replace('name: admin', 'name: "a b"'),
      /accounts\[0\]\.users\[0\]\.name/,
    ],
    ['no YAML', 'accounts: [', /./],
  ])('with %s stops the start, names the place, and leaves no store', async (_fault, content, place) => {
    const { server, message, dataDirectory } = await startWith(content)
    await server?.close()
    expect(message).toMatch(place)
    expect((await readdir(dataDirectory)).filter(file => file.includes('sqlite'))).toEqual([])
  })

  it('with several faults names them all', async () => {
    const { message } = await startWith(
      good.replace('ReadOnlyAccess', 'NoSuchAccess').replace('"111111111111"\n', '"1"\n'),
    )
    expect(message).toMatch(/accounts\[0\]\.id/)
    expect(message).toMatch(/accounts\[1\]\.roles\[0\]\.policies\[0\]/)
  })

  it('names every fault that only the operations find, and leaves no store', async () => {
    const eleven = [
      'AmazonEC2FullAccess',
      'AmazonS3FullAccess',
      'AmazonSNSFullAccess',
      'AmazonSQSFullAccess',
      'AmazonVPCFullAccess',
      'CloudWatchFullAccess',
      'IAMFullAccess',
      'IAMReadOnlyAccess',
      'PowerUserAccess',
      'ReadOnlyAccess',
      'SecurityAudit',
    ].map(name => `arn:aws:iam::aws:policy/${name}`)
    const long = 'x'.repeat(2100)
    const { message, dataDirectory } = await startWith(`
accounts:
  - id: "111111111111"
    name: Trusted
    alias: "123456789012"
    root: { email: Admin@trusted1.example }
    users:
      - name: admin
        password: admin@Trusted1.example
        policies: [${eleven.join(', ')}]
    roles:
      - name: Long
        trust:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Principal: { AWS: "111111111111" }
              Action: sts:AssumeRole
              Condition: { StringEquals: { "sts:ExternalId": ${long} } }
`)
    expect(message?.split('\n').slice(1)).toEqual([
      '  accounts[0].alias (line 5, column 12): The account alias must not be a 12-digit number.',
      '  accounts[0].users[0].password (line 9, column 19): Password does not conform to the account password policy.',
      expect.stringMatching(
        /^ {2}accounts\[0\]\.users\[0\]\.policies\[10\] \(line 10, column \d+\): Cannot exceed quota for PoliciesPerUser: 10$/,
      ),
      '  accounts[0].roles[0] (line 12, column 9): Cannot exceed quota for ACLSizePerRole: 2048',
    ])
    expect((await readdir(dataDirectory)).sort()).toEqual(['crossrole.sqlite.new.lock', 'master.key'])
  })
})
