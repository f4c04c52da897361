import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { toBuffer } from 'qrcode'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fromBase32 } from '../../src/identity/base32.ts'
import { codeOfStep, stepAt, stepSeconds } from '../../src/identity/totp.ts'
import { casesThroughEachDoorway } from './support/doorway-cases.ts'
import { refusalOf } from './support/doorways.ts'
import { answered, iamCallsTo, pages, refused } from './support/iam-calls.ts'
import { allow, fresh, makeRole, makeUser, rootOf, trust } from './support/scene.ts'
import { type Keys, startTestServer, type TestServer } from './support/test-server.ts'

let server: TestServer
let clock = 0
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const call = iamCallsTo(() => server)
const eachDoorway = casesThroughEachDoorway('iam-mfa-devices', () => server)
const done = { ok: {} }
const invalidCode = refused('InvalidAuthenticationCode', 'Authentication code for device is not valid.')
const missing = (serial: string) =>
  refused('NoSuchEntity', `MFA Device with serial number ${serial} does not exist.`)

/** Moves the server's clock and ours. */
function advance(seconds: number): void {
  server.advance(seconds)
  clock += seconds * 1000
}

/**
 * Every test begins with a time step, so that none ends in the middle of one. The AWS CLI keeps the machine's time,
 * which may be a quarter of an hour behind: enough for 25 tests.
 */
beforeEach(() => {
  const stepMs = stepSeconds * 1000
  advance((stepMs - ((Date.now() + clock) % stepMs)) / 1000)
})

interface Device {
  readonly serial: string
  /** The code that the device shows so many steps from now. */
  readonly code: (distance: number) => string
}

async function newDevice(input: object = {}): Promise<Device> {
  const VirtualMFADeviceName = fresh('phone')
  const { VirtualMFADevice } = answered(
    await call('CreateVirtualMFADevice', { VirtualMFADeviceName, ...input }),
  )
  const seed = fromBase32(Buffer.from(VirtualMFADevice.Base32StringSeed).toString())
  if (!seed) throw new Error('the seed is not base32')
  return {
    serial: VirtualMFADevice.SerialNumber,
    code: distance => codeOfStep(seed, stepAt(Date.now() + clock) + distance),
  }
}

const newUser = () => makeUser(server, server.trusted)

function twoCodes(UserName: string, device: Device, first: number, second = first + 1) {
  const codes = { AuthenticationCode1: device.code(first), AuthenticationCode2: device.code(second) }
  return { UserName, SerialNumber: device.serial, ...codes }
}

async function enabledDevice(UserName: string): Promise<Device> {
  const device = await newDevice()
  answered(await call('EnableMFADevice', twoCodes(UserName, device, -1)))
  return device
}

describe('a virtual MFA device', () => {
  it('is made with a seed and its picture', async () => {
    const name = fresh('phone')
    const { VirtualMFADevice: device } = answered(
      await call('CreateVirtualMFADevice', { VirtualMFADeviceName: name, Path: '/team/' }),
    )
    expect(Object.keys(device).sort()).toEqual(['Base32StringSeed', 'QRCodePNG', 'SerialNumber'])
    expect(device.SerialNumber).toBe(`arn:aws:iam::${server.trusted.id}:mfa/team/${name}`)
    expect(Buffer.from(device.Base32StringSeed).toString()).toMatch(/^[A-Z2-7]{64}$/)
    const [alias] = answered(await call('ListAccountAliases')).AccountAliases
    const secret = Buffer.from(device.Base32StringSeed).toString()
    const uri = `otpauth://totp/${name}%40${alias ?? server.trusted.id}?secret=${secret}`
    expect(Buffer.from(device.QRCodePNG)).toEqual(await toBuffer(uri))
  })

  eachDoorway('has a path and name of its own', async call => {
    const VirtualMFADeviceName = fresh('phone')
    const { VirtualMFADevice } = answered(await call('CreateVirtualMFADevice', { VirtualMFADeviceName }))
    expect(Buffer.from(VirtualMFADevice.Base32StringSeed).toString()).toMatch(/^[A-Z2-7]{64}$/)
    expect(await call('CreateVirtualMFADevice', { VirtualMFADeviceName })).toEqual(
      refused('EntityAlreadyExists', 'MFA device already exists.'),
    )
    expect(await call('CreateVirtualMFADevice', { VirtualMFADeviceName, Path: '/x/' })).toHaveProperty('ok')
  })

  it('is listed by whether it is assigned, in pages', async () => {
    const user = await newUser()
    const [free, used] = [await newDevice(), await enabledDevice(user.name)]
    const serials = async (AssignmentStatus?: string) => {
      const input = { MaxItems: 2, ...(AssignmentStatus && { AssignmentStatus }) }
      const found = await pages(call, 'ListVirtualMFADevices', input, 'VirtualMFADevices')
      return found.flat().map(device => device.SerialNumber)
    }
    expect(await serials()).toEqual(expect.arrayContaining([free.serial, used.serial]))
    expect(await serials('Any')).toEqual(await serials())
    expect(await serials('Assigned')).toContain(used.serial)
    expect(await serials('Assigned')).not.toContain(free.serial)
    expect(await serials('Unassigned')).toContain(free.serial)
    expect(await serials('Unassigned')).not.toContain(used.serial)
  })

  eachDoorway(
    'is listed with its user, and an unassigned one with nothing but its serial number',
    async call => {
      const user = await newUser()
      const [free, used] = [await newDevice(), await enabledDevice(user.name)]
      const found = (await pages(call, 'ListVirtualMFADevices', {}, 'VirtualMFADevices')).flat()
      expect(found.find(device => device.SerialNumber === free.serial)).toEqual({ SerialNumber: free.serial })
      expect(found.find(device => device.SerialNumber === used.serial)).toEqual({
        SerialNumber: used.serial,
        EnableDate: expect.any(Date),
        User: {
          Path: '/',
          UserName: user.name,
          UserId: user.id,
          Arn: user.arn,
          CreateDate: expect.any(Date),
        },
      })
    },
  )

  eachDoorway('is deleted when it is in nobody’s use', async call => {
    const user = await newUser()
    const { serial: SerialNumber } = await enabledDevice(user.name)
    expect(await call('DeleteVirtualMFADevice', { SerialNumber })).toEqual(
      refused('DeleteConflict', 'MFA VirtualDevice in use. Must deactivate first.'),
    )
    expect(await call('DeactivateMFADevice', { UserName: user.name, SerialNumber })).toEqual(done)
    expect(await call('DeleteVirtualMFADevice', { SerialNumber })).toEqual(done)
    expect(await call('DeleteVirtualMFADevice', { SerialNumber })).toEqual(missing(SerialNumber))
  })

  eachDoorway('has tags', async call => {
    const tags = (...keys: string[]) => keys.map(Key => ({ Key, Value: 'v' }))
    const { serial: SerialNumber } = await newDevice({ Tags: tags('b') })
    expect(await call('TagMFADevice', { SerialNumber, Tags: tags('a', 'c') })).toEqual(done)
    expect(await call('UntagMFADevice', { SerialNumber, TagKeys: ['B'] })).toEqual(done)
    expect(await call('ListMFADeviceTags', { SerialNumber })).toEqual({
      ok: { IsTruncated: false, Tags: tags('a', 'c') },
    })
    const absent = `${SerialNumber}-absent`
    expect(await call('ListMFADeviceTags', { SerialNumber: absent })).toEqual(missing(absent))
  })

  it('is decided on its ARN', async () => {
    const user = await newUser()
    const { serial } = await newDevice()
    expect(await call('DeleteVirtualMFADevice', { SerialNumber: serial }, user.keys)).toEqual(
      refused(
        'AccessDenied',
        `User: ${user.arn} is not authorized to perform: iam:DeleteVirtualMFADevice on resource: ${serial} because no identity-based policy allows the iam:DeleteVirtualMFADevice action`,
      ),
    )
  })
})

describe('enabling a device', () => {
  eachDoorway('takes two codes in a row', async call => {
    const user = await newUser()
    const device = await newDevice()
    const enable = (first: number, second?: number) =>
      call('EnableMFADevice', twoCodes(user.name, device, first, second))
    expect(await enable(0, -1)).toEqual(invalidCode)
    expect(await enable(-2, 0)).toEqual(invalidCode)
    expect(await enable(-200)).toEqual(invalidCode)
    expect(await enable(-1)).toEqual(done)
    const shown = { UserName: user.name, SerialNumber: device.serial, EnableDate: expect.any(Date) }
    expect(await call('ListMFADevices', { UserName: user.name })).toEqual({
      ok: { IsTruncated: false, MFADevices: [shown] },
    })
    expect(await call('GetMFADevice', { UserName: user.name, SerialNumber: device.serial })).toEqual({
      ok: shown,
    })
  })

  it('needs a device that is there and free, and a user that is there', async () => {
    const [user, other] = [await newUser(), await newUser()]
    const device = await enabledDevice(user.name)
    expect(await call('EnableMFADevice', twoCodes(other.name, device, 5))).toEqual(
      refused('EntityAlreadyExists', 'MFA Device is already in use.'),
    )
    expect(await call('EnableMFADevice', twoCodes('nobody', device, 5))).toEqual(
      refused('NoSuchEntity', 'The user with name nobody cannot be found.'),
    )
    const absent = { ...device, serial: `${device.serial}-absent` }
    expect(await call('EnableMFADevice', twoCodes(other.name, absent, 5))).toEqual(missing(absent.serial))
  })

  it('is for eight devices of a user at most', async () => {
    const user = await newUser()
    for (let count = 0; count < 8; count++) await enabledDevice(user.name)
    const ninth = await newDevice()
    expect(await call('EnableMFADevice', twoCodes(user.name, ninth, -1))).toEqual(
      refused('LimitExceeded', 'Cannot exceed quota for MFADevicesPerUser: 8'),
    )
  })

  it('keeps the user from being deleted, until it is undone', async () => {
    const UserName = fresh('User')
    answered(await call('CreateUser', { UserName }))
    const { serial: SerialNumber } = await enabledDevice(UserName)
    expect(await call('DeleteUser', { UserName })).toEqual(
      refused('DeleteConflict', 'Cannot delete entity, must delete MFA device first.'),
    )
    answered(await call('DeactivateMFADevice', { UserName, SerialNumber }))
    expect(await call('ListMFADevices', { UserName })).toEqual({ ok: { IsTruncated: false, MFADevices: [] } })
    expect(await call('DeleteUser', { UserName })).toEqual(done)
  })

  eachDoorway('is undone for its own user only', async call => {
    const [user, other] = [await newUser(), await newUser()]
    const { serial: SerialNumber } = await enabledDevice(user.name)
    for (const operation of ['DeactivateMFADevice', 'GetMFADevice']) {
      expect(await call(operation, { UserName: other.name, SerialNumber })).toEqual(missing(SerialNumber))
    }
  })
})

describe('the codes of a device', () => {
  async function take(keys: Keys, RoleArn: string, SerialNumber: string, TokenCode: string) {
    try {
      const input = { RoleArn, RoleSessionName: 'session', SerialNumber, TokenCode }
      await server.sts(keys).send(new AssumeRoleCommand(input))
      return 'taken'
    } catch (error) {
      return refusalOf(error).code
    }
  }

  async function scene() {
    const user = await makeUser(server, server.trusted, allow('sts:AssumeRole', '*'))
    const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const role = await makeRole(server, server.trusting, { trust: [trust(rootOf(server.trusted), withMfa)] })
    const device = await enabledDevice(user.name)
    return { user, device, tryCode: (code: string) => take(user.keys, role.arn, device.serial, code) }
  }

  it('count once each', async () => {
    const { device, tryCode } = await scene()
    expect(await tryCode(device.code(0))).toBe('AccessDenied')
    advance(stepSeconds)
    const code = device.code(0)
    expect(await tryCode(code)).toBe('taken')
    expect(await tryCode(code)).toBe('AccessDenied')
  })

  it('cannot be guessed: after ten wrong ones the right one is refused too, for a while', async () => {
    const { device, tryCode } = await scene()
    advance(stepSeconds)
    const wrong = device.code(0) === '123456' ? '654321' : '123456'
    for (let tries = 0; tries < 10; tries++) expect(await tryCode(wrong)).toBe('AccessDenied')
    expect(await tryCode(device.code(0))).toBe('AccessDenied')
    advance(stepSeconds)
    expect(await tryCode(device.code(0))).toBe('taken')
  })

  it('are counted for their device alone', async () => {
    const [guessed, other] = [await scene(), await scene()]
    advance(stepSeconds)
    for (let tries = 0; tries < 11; tries++) await guessed.tryCode('000000')
    expect(await other.tryCode(other.device.code(0))).toBe('taken')
  })

  eachDoorway('of a clock that went off count again once it is resynchronised', async call => {
    const { user, device, tryCode } = await scene()
    advance(stepSeconds)
    expect(await tryCode(device.code(20))).toBe('AccessDenied')
    const resync = (first: number, second?: number) =>
      call('ResyncMFADevice', twoCodes(user.name, device, first, second))
    expect(await resync(20, 22)).toEqual(invalidCode)
    expect(await resync(20)).toEqual(done)
    expect(await tryCode(device.code(21))).toBe('AccessDenied')
    expect(await tryCode(device.code(22))).toBe('taken')
  })
})
