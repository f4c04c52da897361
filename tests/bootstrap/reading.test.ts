import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openVault } from '../../src/identity/vault.ts'
import { BootstrapError, type BootstrapFault } from '../../src/server/bootstrap/fault.ts'
import { planBootstrap } from '../../src/server/bootstrap/plan.ts'
import { readBootstrap } from '../../src/server/bootstrap/read.ts'
import { inOrderOfTrust } from '../../src/server/bootstrap/trust.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-reading-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function written(content: string | Uint8Array): Promise<string> {
  const file = join(directory, 'bootstrap.yaml')
  await writeFile(file, content)
  return file
}

async function faultsOf(file: string): Promise<readonly BootstrapFault[]> {
  try {
    await readBootstrap(file)
    return []
  } catch (error) {
    if (error instanceof BootstrapError) return error.faults
    throw error
  }
}

const form =
  'must have 8 to 128 characters, of at least three kinds (upper case, lower case, digits, symbols), ' +
  "and not be a name, the account's id or its e-mail address"
const circle = 'trusts a role that, itself or through others, trusts this one: none of them can be made first'
const aliasForm =
  "2 validation errors detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy " +
  'regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$; ' +
  "Value at 'accountAlias' failed to satisfy constraint: Member must have length greater than or equal to 3"

/** What faulty.yaml is made of: line and column, path, message. */
const expected = [
  ['3:9', 'accounts[0].id', 'must be text: put it in quotes ("000111222333")'],
  [
    '8:13',
    'accounts[1].colour',
    'is not known here; known are id, name, alias, root, users, roles, oidcProviders, buckets',
  ],
  ['10:14', 'accounts[1].root.email', 'must be an e-mail address of at most 64 characters'],
  ['11:17', 'accounts[1].root.password', form],
  [
    '13:17',
    'accounts[1].root.accessKeys[0].id',
    'must be 16 to 128 letters, digits or underscores, e.g. AKIA and 16 more',
  ],
  ['13:46', 'accounts[1].root.accessKeys[0].secret', 'must not be empty'],
  ['16:19', 'accounts[1].users[0].password', form],
  ['18:13', 'accounts[1].users[0].policies[0]', 'is not the ARN of a policy that AWS manages'],
  ['20:13', 'accounts[1].users[0].policies[2]', 'is the same as accounts[1].users[0].policies[1]'],
  ['22:11', 'accounts[1].users[0].accessKeys', 'must list at most 2 keys'],
  ['23:19', 'accounts[1].users[0].accessKeys[1].id', 'is the same as accounts[1].users[0].accessKeys[0].id'],
  ['24:13', 'accounts[1].users[0].accessKeys[2]', 'must have secret'],
  ['25:15', 'accounts[1].users[1].name', 'is the same as accounts[1].users[0].name'],
  [
    '26:15',
    'accounts[1].users[2].name',
    'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
  ],
  ['27:9', 'accounts[1].users[3]', 'must have name'],
  ['27:19', 'accounts[1].users[3].policies', 'must be a list'],
  ['28:9', 'accounts[1].users[4]', 'must be a mapping with name, policies, password, accessKeys'],
  ['29:9', 'accounts[2].id', 'is the same as accounts[1].id'],
  ['30:11', 'accounts[2].name', 'is the same as accounts[1].name'],
  ['31:12', 'accounts[2].alias', 'is there twice'],
  ['31:12', 'accounts[2].alias', 'is the same as accounts[1].alias'],
  ['36:12', 'accounts[3].alias', aliasForm],
  ['40:11', 'accounts[3].roles[0].trust', circle],
  ['47:11', 'accounts[3].roles[1].trust', circle],
  ...[
    'arn:aws:iam::444444444444:root, but this file declares no such account',
    'arn:aws:iam::222222222222:user/nobody, but its account declares no such user',
    'arn:aws:iam::333333333333:role/Nobody, but its account declares no such role',
    'AIDAAAAAAAAAAAAAAAAAA, but unique ids are made when users and roles are',
  ].map(principal => ['56:11', 'accounts[3].roles[3].trust', `names ${principal}`]),
  ['70:23', 'accounts[3].roles[4].trust.Statement[0].Effect', 'is there twice'],
  [
    '73:40',
    'accounts[3].roles[4].trust.Statement[0].Action[1]',
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  ['75:16', 'accounts[3].roles[5].trust', 'must be a mapping'],
  [
    '77:14',
    'accounts[3].oidcProviders[0].url',
    'must begin with https:// (or be http:// on this machine), without query or fragment',
  ],
  ['80:15', 'accounts[3].oidcProviders[1].jwks', 'must be a JSON Web Key Set with an RSA or EC key'],
  ['81:14', 'accounts[3].oidcProviders[2].url', 'is the same as accounts[3].oidcProviders[1].url'],
  ['82:9', 'accounts[3].oidcProviders[3]', 'must have url'],
]

describe('reading a bootstrap file', () => {
  it('names every fault at once, by its path and place', async () => {
    const faults = await faultsOf('tests/fixtures/bootstrap/faulty.yaml')
    const shown = faults.map(({ path, message, place }) => [`${place?.line}:${place?.column}`, path, message])
    expect(shown).toEqual(expected)
  })

  it.each([
    ['nothing', '', 'must be a mapping with accounts, organization'],
    ['a list', '[]', 'must be a mapping with accounts, organization'],
    ['no accounts', 'accounts: []', 'must list at least 1'],
    ['accounts that are no list', 'accounts: {}', 'must be a list'],
    [
      'half of a list',
      'accounts: [',
      'Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['no text', Uint8Array.of(0xff, 0xfe, 0x00), 'it is not UTF-8 text'],
  ])('takes no file with %s', async (_what, content, message) => {
    expect((await faultsOf(await written(content))).map(fault => fault.message)).toEqual([message])
  })

  it('takes no file that is not there', async () => {
    await expect(readBootstrap(join(directory, 'absent'))).rejects.toThrow(/cannot be read: ENOENT/)
  })

  it('says nothing of a secret that it refuses', async () => {
    const file = await written('accounts: [{ id: "1", name: A, users: [{ name: u, password: hush-hush }] }]')
    await expect(readBootstrap(file)).rejects.toThrow(/^(?![\s\S]*hush-hush)/)
  })
})

describe('a password', () => {
  it.each(['true', '0', 'null', '[]'])('is text or false, and not %s', async password => {
    const file = await written(
      `accounts: [{ id: "111111111111", name: A, users: [{ name: u, password: ${password} }] }]`,
    )
    const [fault, ...more] = await faultsOf(file)
    expect(more).toEqual([])
    expect(fault?.message).toMatch(/^must be text/)
  })
})

describe('a plan', () => {
  const vault = openVault(Buffer.alloc(32, 1))

  it('makes what was left out, and nothing that was not', async () => {
    const { accounts } = planBootstrap(
      await readBootstrap(
        await written(`accounts:
  - id: "111111111111"
    name: A
    root: { password: Root-password-1 }
    users:
      - name: left-out
      - name: keyless
        accessKeys: []
        password: Given-password-1
      - name: passwordless
        password: false
`),
      ),
      vault,
    )
    const [account] = accounts
    expect(account?.root).toEqual({ password: 'Root-password-1', accessKeys: [] })
    expect(account?.users[1]).toEqual({
      name: 'keyless',
      policies: [],
      password: 'Given-password-1',
      accessKeys: [],
    })
    expect(account?.users[0]?.password).toMatch(/^.{20}$/)
    const made = [
      { id: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/), secret: expect.stringMatching(/^.{40}$/) },
    ]
    expect(account?.users[0]?.accessKeys).toEqual(made)
    expect(account?.users[2]).toEqual({ name: 'passwordless', policies: [], accessKeys: made })
  })

  it('is the two accounts of the walkthrough where nothing is declared', async () => {
    const { accounts } = planBootstrap(await readBootstrap(undefined), vault)
    expect(accounts.map(({ id, name, alias }) => [id, name, alias])).toEqual([
      ['111111111111', 'Trusted', 'trusted-co'],
      ['222222222222', 'Trusting', 'trusting-co'],
    ])
    for (const { users } of accounts) {
      expect(users.map(({ name, policies }) => [name, policies])).toEqual([
        ['admin', ['arn:aws:iam::aws:policy/AdministratorAccess']],
      ])
    }
  })
})

describe('the order of roles', () => {
  const role = (name: string, ...trusted: string[]) => ({
    name,
    policies: [],
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
    }),
  })
  const arnOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`
  const [one, two] = ['111111111111', '222222222222'] as const
  const namesIn = (places: readonly { readonly role: { readonly name: string } }[]) =>
    places.map(place => place.role.name)

  it('puts the trusted first, over the borders of accounts', () => {
    const { ordered, circular } = inOrderOfTrust([
      { id: one, roles: [role('Last', arnOf(two, 'Middle')), role('First', arnOf(one, 'root'))] },
      { id: two, roles: [role('Middle', `arn:aws:sts::${one}:assumed-role/First/session`)] },
    ])
    expect([namesIn(ordered), circular]).toEqual([['First', 'Middle', 'Last'], []])
  })

  it('finds circles, and does not blame who only waits for one', () => {
    const { ordered, circular } = inOrderOfTrust([
      {
        id: one,
        roles: [
          role('Self', arnOf(one, 'Self')),
          role('Waits', arnOf(one, 'Self')),
          role('Free', `arn:aws:iam::${two}:role/Self`),
        ],
      },
    ])
    expect([namesIn(ordered), namesIn(circular)]).toEqual([['Free'], ['Self']])
  })
})
