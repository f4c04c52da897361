import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, fresh, makeRole, policy, rootOf, trust } from '../behaviour/support/scene.ts'
import { begunAnew } from './support/begun-anew.ts'
import { allowAll, type ConsoleHouse, openConsole } from './support/console-house.ts'
import { pressed, text, writePolicy } from './support/role-pages.ts'
import type { Tab } from './support/tab.ts'

let house: ConsoleHouse
let admin: Tab
/** Of files to be uploaded: what is not on a disk goes to the browser as text. */
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-uploads-'))
  house = await openConsole()
  admin = await house.signedIn(await house.person(house.server.trusting, allowAll), listPath)
})
afterAll(async () => {
  await house.close()
  await rm(directory, { recursive: true })
})

const s3 = () => house.server.s3(house.server.trusting.admin)
const listPath = '/console/s3/buckets'
const bucketPath = (name: string, more: Record<string, string> = {}) =>
  `${listPath}/details?${new URLSearchParams({ name, ...more })}`
const objectPath = (name: string, key: string, more: Record<string, string> = {}) =>
  `${listPath}/details/object?${new URLSearchParams({ name, key, ...more })}`

async function newBucket(...keys: readonly string[]): Promise<string> {
  const Bucket = fresh('pictures')
  await s3().send(new CreateBucketCommand({ Bucket }))
  for (const Key of keys) await s3().send(new PutObjectCommand({ Bucket, Key, Body: `of ${Key}` }))
  return Bucket
}

async function keysOf(Bucket: string): Promise<(string | undefined)[]> {
  const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket }))
  return Contents.map(({ Key }) => Key)
}

async function bytesOf(Bucket: string, Key: string): Promise<Buffer> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

async function downloaded(tab: Tab, start: () => Promise<unknown>) {
  const [download] = await Promise.all([tab.page.waitForEvent('download'), start()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

const select = (tab: Tab, name: string) =>
  tab.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()

async function confirm(tab: Tab, typed: string): Promise<void> {
  const dialog = tab.page.getByRole('dialog')
  expect(await dialog.getByRole('button', { name: 'Delete', exact: true }).isEnabled()).toBe(false)
  await dialog.getByLabel(`To confirm, type ${typed}`).fill(typed)
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
}

/** A part has 7 MiB. */
const twoPartsBytes = (7 * 1024 + 100) * 1024

async function file(name: string, content: Buffer): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}

describe('buckets', () => {
  it('are made, listed, and deleted with all that is in them', async () => {
    const name = fresh('reports')
    await admin.link('Create bucket').first().click()
    await admin.heading('Create bucket').waitFor()
    await admin.field('Bucket name').fill('Not A Name')
    await pressed(admin, 'Create bucket')
    await text(admin, 'Enter a name of 3 to 63')
    await admin.field('Bucket name').fill(name)
    await admin.page.getByRole('checkbox', { name: 'Bucket Versioning' }).check()
    await pressed(admin, 'Create bucket')
    await text(admin, `Bucket ${name} created.`)
    await admin.heading(name).waitFor()
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: name }))
    expect(Status).toBe('Enabled')

    for (const Body of ['first', 'second'])
      await s3().send(new PutObjectCommand({ Bucket: name, Key: 'a', Body }))
    await admin.follow(listPath)
    await admin.page.getByRole('radio', { name: `Select ${name}` }).check()
    await admin.picture('s3-buckets')
    await pressed(admin, 'Delete')
    await text(admin, '2 object versions (deleted)')
    await admin.expectSound()
    await confirm(admin, name)
    await text(admin, `Bucket ${name} deleted.`)
    await expect(keysOf(name)).rejects.toThrow(/does not exist/)
  })

  it('are made by nobody who must not, who is told what is missing', async () => {
    const reader = await house.signedIn(
      await house.person(house.server.trusting, allow('s3:ListAllMyBuckets', '*')),
      `${listPath}/create`,
    )
    await reader.field('Bucket name').fill(fresh('reports'))
    await pressed(reader, 'Create bucket')
    await text(reader, 'You need permission: s3:CreateBucket')
    expect(reader.complaints).toEqual([])
  })
})

describe('objects', () => {
  it('are uploaded, small and in parts, and downloaded as they are', async () => {
    const bucket = await newBucket('in/deep/er.txt')
    const page = Buffer.from('<script>document.title = "taken over"</script>')
    const large = Buffer.alloc(twoPartsBytes, 'crossrole ')
    await admin.follow(bucketPath(bucket, { prefix: 'in/' }))
    await admin.link('deep/').waitFor()
    await pressed(admin, 'Upload')
    await admin.page
      .locator('input[type=file]')
      .setInputFiles([await file('page.html', page), await file('large.bin', large)])
    await admin.expectSound()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click()
    await text(admin, '2 files uploaded.')
    expect(await keysOf(bucket)).toEqual(['in/deep/er.txt', 'in/large.bin', 'in/page.html'])
    expect((await bytesOf(bucket, 'in/large.bin')).equals(large)).toBe(true)
    await select(admin, 'in/page.html')
    await admin.picture('s3-objects')
    const saved = await downloaded(admin, () => pressed(admin, 'Download'))
    expect(saved).toMatchObject({ name: 'page.html', bytes: page })
    expect(await admin.page.title()).not.toContain('taken over')

    await admin.link('page.html').click()
    await admin.heading('page.html').waitFor()
    await text(admin, `s3://${bucket}/in/page.html`)
    await text(admin, 'text/html')
    await admin.picture('s3-object')
  })

  it('that are too large for the browser’s memory are saved by a link', async () => {
    const bucket = await newBucket()
    const Body = Buffer.alloc(64 * 1024 * 1024 + 1, 'crossrole ')
    await s3().send(
      new PutObjectCommand({ Bucket: bucket, Key: 'a b/c (1).html', Body, ContentType: 'text/html' }),
    )
    await begunAnew(admin, objectPath(bucket, 'a b/c (1).html'))
    await text(admin, '64.0 MB')
    const saved = await downloaded(admin, () => pressed(admin, 'Download'))
    expect(saved.name).toBe('c (1).html')
    expect(saved.bytes.equals(Body)).toBe(true)
    await admin.heading('c (1).html').waitFor()
    expect(admin.complaints).toEqual([])
  })

  it('that are cancelled while they are uploaded leave nothing', async () => {
    const bucket = await newBucket()
    await admin.follow(bucketPath(bucket))
    // The button stands above the empty list and in it.
    await admin.button('Upload').first().click()
    // The second part never arrives, so there is time to think better of it.
    const devtools = await admin.page.context().newCDPSession(admin.page)
    await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*partNumber=2*' }] })
    await admin.page
      .locator('input[type=file]')
      .setInputFiles(await file('large.bin', Buffer.alloc(twoPartsBytes)))
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Upload', exact: true }).click()
    await text(admin, '7.0 MB of 7.1 MB')
    await admin.picture('s3-upload')
    await admin.expectSound()
    await pressed(admin, 'Cancel upload')
    await text(admin, 'The upload was cancelled.')
    await devtools.detach()
    expect(await keysOf(bucket)).toEqual([])
    const { Uploads = [] } = await s3().send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(Uploads).toEqual([])
  })

  it('with hostile names are text, in folders and out of them, and are deleted by those names', async () => {
    const hostile = '<img src=x onerror=alert(1)>/a b+c%2F?#&.txt'
    const bucket = await newBucket(hostile, 'plain.txt')
    await begunAnew(admin, bucketPath(bucket))
    await admin.link('<img src=x onerror=alert(1)>/').click()
    await admin.link('a b+c%2F?#&.txt').click()
    await admin.heading('a b+c%2F?#&.txt').waitFor()
    const saved = await downloaded(admin, () => pressed(admin, 'Download'))
    expect(saved.bytes.toString()).toBe(`of ${hostile}`)
    await admin.follow(bucketPath(bucket))
    await pressed(admin, 'Create folder')
    await admin.field('Folder name').fill('new')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Create folder' }).click()
    await admin.link('new/').waitFor()
    await select(admin, '<img src=x onerror=alert(1)>/')
    await pressed(admin, 'Delete')
    await text(admin, 'Of a folder all that is in it will be deleted.')
    await admin.expectSound()
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByLabel('To confirm, type delete').fill('delete')
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await text(admin, '<img src=x onerror=alert(1)>/ deleted.')
    expect(await keysOf(bucket)).toEqual(['new/', 'plain.txt'])
  })

  it('have tags and versions, of which each can be read and deleted for good', async () => {
    const bucket = await newBucket()
    const versioned = new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: 'Enabled' },
    })
    await s3().send(versioned)
    const versions: string[] = []
    for (const Body of ['first', 'second']) {
      const put = new PutObjectCommand({ Bucket: bucket, Key: 'a.txt', Body, Metadata: { colour: 'blue' } })
      versions.push((await s3().send(put)).VersionId ?? '')
    }
    const [first = '', second = ''] = versions
    await admin.follow(objectPath(bucket, 'a.txt'))
    await text(admin, 'colour')
    await admin.page.getByRole('tab', { name: 'Tags' }).click()
    await admin.link('Manage tags').first().click()
    await pressed(admin, 'Add new tag')
    await admin.page.getByRole('combobox', { name: 'Key' }).fill('team')
    await admin.page.getByRole('combobox', { name: 'Value' }).fill('red')
    await pressed(admin, 'Save changes')
    await text(admin, 'Tags updated.')
    await text(admin, 'team')
    await admin.page.getByRole('tab', { name: 'Versions' }).click()
    await admin.link(first).click()
    const saved = await downloaded(admin, () => pressed(admin, 'Download'))
    expect(saved.bytes.toString()).toBe('first')
    await admin.page.getByRole('tab', { name: 'Versions' }).click()
    await admin.page.getByRole('radio', { name: `Select ${second}` }).check()
    await admin.picture('s3-versions')
    await pressed(admin, 'Delete')
    await confirm(admin, 'permanently delete')
    await text(admin, 'Version deleted.')
    const { Versions = [] } = await s3().send(new ListObjectVersionsCommand({ Bucket: bucket }))
    expect(Versions).toMatchObject([{ VersionId: first, IsLatest: true }])
  })
})

describe('what is set of a bucket', () => {
  it('is its policy, whom it opens to, and what keeps it from everybody', async () => {
    const bucket = await newBucket()
    await admin.follow(bucketPath(bucket, { section: 'permissions' }))
    await text(admin, 'No bucket policy')
    await admin.link('Edit bucket policy').click()
    const readers = (Principal: object | string) =>
      policy({ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` })
    await writePolicy(admin, readers('*'))
    await pressed(admin, 'Save changes')
    await text(admin, /AccessDenied: .*BlockPublicPolicy/)
    await writePolicy(admin, readers(rootOf(house.server.trusted)))
    await pressed(admin, 'Save changes')
    await text(admin, 'Bucket policy updated.')
    await text(admin, `Account: ${house.server.trusted.id}`)
    await text(admin, 'Not public')
    await admin.picture('s3-permissions')
    const { Policy = '{}' } = await s3().send(new GetBucketPolicyCommand({ Bucket: bucket }))
    expect(JSON.parse(Policy)).toEqual(JSON.parse(readers(rootOf(house.server.trusted))))

    await pressed(admin, 'Edit Block public access')
    await admin.page.getByRole('checkbox', { name: 'Block new public bucket policies' }).uncheck()
    await pressed(admin, 'Save changes')
    await text(admin, 'Block public access updated.')
  })

  it('is versioning, on and off again', async () => {
    const bucket = await newBucket()
    await begunAnew(admin, bucketPath(bucket, { section: 'properties' }))
    await text(admin, 'us-east-1')
    await pressed(admin, 'Edit Bucket Versioning')
    await admin.page.getByRole('radio', { name: 'Enable' }).check()
    await pressed(admin, 'Save changes')
    await text(admin, 'Bucket Versioning updated.')
    await text(admin, /^Enabled$/)
    await admin.picture('s3-properties')
    const { Status } = await s3().send(new GetBucketVersioningCommand({ Bucket: bucket }))
    expect(Status).toBe('Enabled')
    expect(admin.complaints).toEqual([])
  })
})

describe('in a role for one bucket', () => {
  it('that bucket is read by its address; the list, its settings, and another bucket say what is missing', async () => {
    const { server } = house
    const [open, closed] = [await newBucket('a.txt'), await newBucket('b.txt')]
    const { name: roleName } = await makeRole(server, server.trusting, {
      trust: [trust(rootOf(server.trusted))],
      permissions: [
        allow('s3:ListBucket', `arn:aws:s3:::${open}`),
        allow('s3:GetObject', `arn:aws:s3:::${open}/*`),
      ],
    })
    const tab = await house.signedIn(
      await house.person(server.trusted, allowAll),
      `/switchrole?${new URLSearchParams({ account: server.trusting.id, roleName })}`,
    )
    await pressed(tab, 'Switch role')
    await text(tab, `You act as ${roleName}`)
    await tab.follow(bucketPath(open))
    await select(tab, 'a.txt')
    const saved = await downloaded(tab, () => pressed(tab, 'Download'))
    expect(saved.bytes.toString()).toBe('of a.txt')
    await tab.page.getByRole('tab', { name: 'Permissions' }).click()
    await text(tab, 'You need permission: s3:GetBucketPolicyStatus')
    await begunAnew(tab, bucketPath(closed))
    await text(tab, 'You need permission: s3:ListBucket')
    await text(tab, `arn:aws:s3:::${closed}`)
    await tab.follow(objectPath(closed, 'b.txt'))
    await text(tab, 'You need permission: s3:GetObject')
    await tab.follow(listPath)
    await text(tab, 'You need permission: s3:ListAllMyBuckets')
    await tab.picture('s3-denied')
    await tab.expectSound({ place: 'main' })
    await tab.field('Open a bucket by its name').fill(open)
    await pressed(tab, 'Open')
    await tab.link('a.txt').waitFor()
  })
})
