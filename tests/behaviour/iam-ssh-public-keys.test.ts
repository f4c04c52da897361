import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integer, oid, pemOf, sequence, tlv } from './support/certificates.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeUser } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-ssh-public-keys', () => server)
const done = { ok: {} }
const noUser = refused('NoSuchEntity', 'The user with name nobody cannot be found.')
const unknownId = 'APKAXXXXXXXXXXXXXXXXX'
const missing = (id: string) => refused('NoSuchEntity', `The Public Key with id ${id} cannot be found.`)
const badKey = refused('InvalidPublicKey', 'The public key is malformed or otherwise invalid.')
const badEncoding = refused(
  'UnrecognizedPublicKeyEncoding',
  'The public key encoding format is unsupported or unrecognized.',
)

function rsaKey(modulusLength = 2048): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength }).publicKey
}

/** A field of SSH: its length, then itself. */
function field(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function blobOf(key: KeyObject): Buffer {
  const { e = '', n = '' } = key.export({ format: 'jwk' })
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')])
  return Buffer.concat(['ssh-rsa', Buffer.from(e, 'base64url'), modulus].map(field))
}

const lineOf = (blob: Buffer) => `ssh-rsa ${blob.toString('base64')}`
const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString().trim()

async function newUser(): Promise<string> {
  const UserName = fresh('User')
  answered(await call('CreateUser', { UserName }))
  return UserName
}

async function upload(UserName: string, SSHPublicKeyBody: string) {
  return answered(await call('UploadSSHPublicKey', { UserName, SSHPublicKeyBody })).SSHPublicKey
}

describe('an SSH public key', () => {
  eachDoorway('is uploaded, switched off, listed and deleted', async call => {
    const UserName = await newUser()
    const key = rsaKey()
    const SSHPublicKeyBody = `${lineOf(blobOf(key))} me@home`
    const hex = createHash('md5').update(blobOf(key)).digest('hex')
    const uploaded = answered(await call('UploadSSHPublicKey', { UserName, SSHPublicKeyBody }))
    const listed = {
      UserName,
      SSHPublicKeyId: expect.stringMatching(/^APKA[A-Z2-7]{17}$/),
      Status: 'Active',
      UploadDate: expect.any(Date),
    }
    const Fingerprint = hex.match(/../g)?.join(':')
    expect(uploaded).toEqual({ SSHPublicKey: { ...listed, Fingerprint, SSHPublicKeyBody } })
    const { SSHPublicKeyId } = uploaded.SSHPublicKey
    const named = { UserName, SSHPublicKeyId }
    expect(await call('UpdateSSHPublicKey', { ...named, Status: 'Inactive' })).toEqual(done)
    expect(await call('ListSSHPublicKeys', { UserName })).toEqual({
      ok: { SSHPublicKeys: [{ ...listed, Status: 'Inactive' }], IsTruncated: false },
    })
    expect(await call('GetSSHPublicKey', { ...named, Encoding: 'SSH' })).toEqual({
      ok: { SSHPublicKey: { ...listed, Status: 'Inactive', Fingerprint, SSHPublicKeyBody } },
    })
    expect(await call('DeleteSSHPublicKey', named)).toEqual(done)
    expect(await call('DeleteSSHPublicKey', named)).toEqual(missing(SSHPublicKeyId))
  })

  it('is shown in either encoding, whichever it was uploaded in', async () => {
    const key = rsaKey()
    const forms = [pem(key), key.export({ format: 'pem', type: 'pkcs1' }).toString(), lineOf(blobOf(key))]
    const fingerprints = new Set<string>()
    for (const body of forms) {
      const UserName = await newUser()
      const { SSHPublicKeyId, Fingerprint, SSHPublicKeyBody } = await upload(UserName, body)
      expect(SSHPublicKeyBody).toBe(body)
      fingerprints.add(Fingerprint)
      const shownIn = async (Encoding: string) =>
        answered(await call('GetSSHPublicKey', { UserName, SSHPublicKeyId, Encoding })).SSHPublicKey
          .SSHPublicKeyBody
      expect(await shownIn('SSH')).toBe(lineOf(blobOf(key)))
      expect(await shownIn('PEM')).toBe(body.startsWith('ssh-rsa') ? pem(key) : body)
    }
    expect(fingerprints.size).toBe(1)
  })

  it('is a user’s once, in whatever form', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    const key = rsaKey()
    await upload(UserName, pem(key))
    const SSHPublicKeyBody = `${lineOf(blobOf(key))} again`
    expect(await call('UploadSSHPublicKey', { UserName, SSHPublicKeyBody })).toEqual(
      refused(
        'DuplicateSSHPublicKey',
        'The SSH public key is already associated with the specified IAM user.',
      ),
    )
    expect(await call('UploadSSHPublicKey', { UserName: other, SSHPublicKeyBody })).toHaveProperty('ok')
  })

  it('is one of five at most', async () => {
    const UserName = await newUser()
    for (let count = 0; count < 5; count++) await upload(UserName, pem(rsaKey()))
    expect(await call('UploadSSHPublicKey', { UserName, SSHPublicKeyBody: pem(rsaKey()) })).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for SSHPublicKeysPerUser: 5'),
    )
    const found = await pages(call, 'ListSSHPublicKeys', { UserName, MaxItems: 2 }, 'SSHPublicKeys')
    expect(found.map(page => page.length)).toEqual([2, 2, 1])
  })

  it.each([
    ['UploadSSHPublicKey', { SSHPublicKeyBody: pem(rsaKey()) }],
    ['GetSSHPublicKey', { SSHPublicKeyId: unknownId, Encoding: 'SSH' }],
    ['ListSSHPublicKeys', {}],
    ['UpdateSSHPublicKey', { SSHPublicKeyId: unknownId, Status: 'Inactive' }],
    ['DeleteSSHPublicKey', { SSHPublicKeyId: unknownId }],
  ])('of nobody: %s', async (operation, input) => {
    expect(await call(operation, { UserName: 'nobody', ...input })).toEqual(noUser)
  })

  it.each(['GetSSHPublicKey', 'UpdateSSHPublicKey', 'DeleteSSHPublicKey'])(
    'of another user is none: %s',
    async operation => {
      const [UserName, other] = [await newUser(), await newUser()]
      const { SSHPublicKeyId } = await upload(other, pem(rsaKey()))
      const input = { UserName, Encoding: 'SSH', Status: 'Inactive' }
      expect(await call(operation, { ...input, SSHPublicKeyId })).toEqual(missing(SSHPublicKeyId))
      expect(await call(operation, { ...input, SSHPublicKeyId: unknownId })).toEqual(missing(unknownId))
    },
  )

  it('is active or inactive', async () => {
    const UserName = await newUser()
    const { SSHPublicKeyId } = await upload(UserName, pem(rsaKey()))
    const change = { UserName, SSHPublicKeyId, Status: 'Expired' }
    expect(await call('UpdateSSHPublicKey', change)).toHaveProperty('refused.code', 'ValidationError')
  })

  it('is listed for the caller where no user is named', async () => {
    const user = await makeUser(server, server.trusted, allow('iam:ListSSHPublicKeys', '*'))
    const { SSHPublicKeyId } = await upload(user.name, pem(rsaKey()))
    expect(answered(await call('ListSSHPublicKeys', {}, user.keys)).SSHPublicKeys).toEqual([
      expect.objectContaining({ SSHPublicKeyId, UserName: user.name }),
    ])
  })

  it('is decided on the user', async () => {
    const [UserName, other] = [await newUser(), await newUser()]
    const arn = `arn:aws:iam::${server.trusted.id}:user/${UserName}`
    const user = await makeUser(server, server.trusted, allow('iam:UploadSSHPublicKey', arn))
    const tryFor = (name: string) =>
      call('UploadSSHPublicKey', { UserName: name, SSHPublicKeyBody: pem(rsaKey()) }, user.keys)
    expect(await tryFor(UserName)).toHaveProperty('ok')
    expect(await tryFor(other)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:UploadSSHPublicKey on resource: user ${other} because no identity-based policy allows the iam:UploadSSHPublicKey action`,
      ),
    )
  })

  it('keeps its user from being deleted', async () => {
    const UserName = await newUser()
    const { SSHPublicKeyId } = await upload(UserName, pem(rsaKey()))
    expect(await call('DeleteUser', { UserName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must remove referenced objects first.'),
    )
    answered(await call('DeleteSSHPublicKey', { UserName, SSHPublicKeyId }))
    expect(await call('DeleteUser', { UserName })).toEqual(done)
  })
})

describe('what is no SSH public key', () => {
  const key = rsaKey()
  const blob = blobOf(key)
  const spki = (bits: number) => pem(rsaKey(bits))
  const withFields = (...fields: (Buffer | string)[]) => lineOf(Buffer.concat(fields.map(field)))
  const modulus = Buffer.from(key.export({ format: 'jwk' }).n ?? '', 'base64url')
  const bigNumber = integer(Buffer.concat([Buffer.from([0x7f]), randomBytes(2998), Buffer.from([0xff])]))
  /** A private key that costs a power modulo a number of 24,000 bits to complete. */
  const costly = sequence(
    integer(Buffer.from([0])),
    sequence(oid('2a8648ce380401'), sequence(bigNumber, integer(Buffer.from([5])), bigNumber)),
    tlv(4, bigNumber),
  )
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  it.each([
    ['text', 'my key'],
    [
      'another kind of SSH key',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    ],
    ['the form of RFC 4716', `---- BEGIN SSH2 PUBLIC KEY ----\n${blob.toString('base64')}`],
    ['options before the key', `no-pty ${lineOf(blob)}`],
    ['base64 alone', blob.toString('base64')],
  ])('%s: the encoding is not known', async (_, SSHPublicKeyBody) => {
    expect(await call('UploadSSHPublicKey', { UserName: await newUser(), SSHPublicKeyBody })).toEqual(
      badEncoding,
    )
  })

  it.each([
    ['no base64', 'ssh-rsa !!!'],
    ['half a key', lineOf(blob.subarray(0, 100))],
    ['a key with something behind it', lineOf(Buffer.concat([blob, Buffer.from([0])]))],
    ['two keys', `${lineOf(blob)}\n${lineOf(blobOf(rsaKey()))}`],
    ['another algorithm under the name', withFields('ssh-dss', Buffer.from([1, 0, 1]), modulus)],
    ['a length that is not there', lineOf(Buffer.from('ffffffff00', 'hex'))],
    ['an exponent of one', withFields('ssh-rsa', Buffer.from([1]), modulus)],
    ['an even exponent', withFields('ssh-rsa', Buffer.from([4]), modulus)],
    ['no modulus', withFields('ssh-rsa', Buffer.from([1, 0, 1]), '')],
    ['1024 bits', spki(1024)],
    [
      'a modulus of 80,000 bits',
      withFields('ssh-rsa', Buffer.from([1, 0, 1]), randomBytes(10_000).fill(0xff, 0, 1)),
    ],
    ['a key on a curve', pem(curve.publicKey)],
    ['a private key', curve.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()],
    ['two blocks', `${pem(key)}\n${pem(key)}`],
    ['noise', pemOf('PUBLIC KEY', randomBytes(4000))],
    ['a private key made to cost, as a public one', pemOf('PUBLIC KEY', costly)],
    ['a private key made to cost, as an RSA one', pemOf('RSA PUBLIC KEY', costly)],
  ])('%s: the key is not valid', async (_, SSHPublicKeyBody) => {
    expect(await call('UploadSSHPublicKey', { UserName: await newUser(), SSHPublicKeyBody })).toEqual(badKey)
  })
})
