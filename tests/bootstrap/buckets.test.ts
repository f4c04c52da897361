import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BootstrapError } from '../../src/server/bootstrap/fault.ts'
import { readBootstrap } from '../../src/server/bootstrap/read.ts'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { startTestServer, type TestServer, testFoundation } from '../behaviour/support/test-server.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crossrole-buckets-'))
  await writeFile(join(directory, 'logo.png'), 'a picture')
})
afterAll(() => rm(directory, { recursive: true }))

async function written(buckets: object[], name = 'bootstrap.json'): Promise<string> {
  const file = join(directory, name)
  const admin = { name: 'admin', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' },
  }
  const accounts = [
    { id: '111111111111', name: 'Trusted', users: [admin], roles: [{ name: 'Reader', trust }] },
    { id: '222222222222', name: 'Trusting', users: [admin], buckets },
  ]
  await writeFile(file, JSON.stringify({ accounts }))
  return file
}

it('makes buckets with their policies and files', async () => {
  const Principal = { AWS: 'arn:aws:iam::111111111111:role/Reader' }
  const statement = { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' }
  const file = await written([
    {
      name: 'reports',
      versioning: 'Enabled',
      publicAccessBlock: { BlockPublicPolicy: false },
      policy: { Version: '2012-10-17', Statement: [statement] },
      files: [
        { key: 'a/text', text: 'figures', contentType: 'text/plain' },
        { key: 'logo.png', file: 'logo.png' },
      ],
    },
    { name: 'empty-one' },
  ])
  let server: TestServer | undefined
  try {
    server = await startTestServer(file)
    const s3 = s3CallsTo(() => server as TestServer)
    expect((await s3('ListBuckets')).Buckets.map(({ Name }: { Name: string }) => Name)).toEqual([
      'empty-one',
      'reports',
    ])
    const Bucket = 'reports'
    expect(await s3('GetObject', { Bucket, Key: 'a/text' })).toMatchObject({
      Body: 'figures',
      ContentType: 'text/plain',
    })
    expect(await s3('GetObject', { Bucket, Key: 'logo.png' })).toMatchObject({ Body: 'a picture' })
    expect(JSON.parse((await s3('GetBucketPolicy', { Bucket })).Policy).Statement).toEqual([statement])
    expect(await s3('GetBucketVersioning', { Bucket })).toEqual({ Status: 'Enabled' })
    expect((await s3('GetPublicAccessBlock', { Bucket })).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    })
  } finally {
    await server?.close()
  }
})

it('names every fault by its place', async () => {
  const file = await written(
    [
      { name: 'No', versioning: 'On' },
      { name: 'twice', files: [{ key: 'k' }, { key: 'k', text: 'a' }, { key: 'f', file: 'missing' }] },
      { name: 'twice', publicAccessBlock: { BlockPublicAcls: 'yes' } },
    ],
    'faulty.json',
  )
  const faults = await readBootstrap(file).catch((error: BootstrapError) => error.faults)
  const at = (rest: string) => `accounts[1].buckets${rest}`
  expect(faults).toMatchObject([
    { path: at('[0].name'), message: 'is not a valid bucket name' },
    { path: at('[0].versioning'), message: 'must be Enabled or Suspended' },
    { path: at('[1].files[0]'), message: 'must have text or file' },
    { path: at('[1].files[1].key'), message: `is the same as ${at('[1].files[0].key')}` },
    { path: at('[1].files[2].file'), message: 'is no file' },
    { path: at('[2].name'), message: `is the same as ${at('[1].name')}` },
    { path: at('[2].publicAccessBlock.BlockPublicAcls'), message: 'must be true or false' },
  ])
})

it('says what S3 finds fault with', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
  }
  const bootstrapFile = await written([{ name: 'reports', policy }], 'refused.json')
  await expect(testFoundation(bootstrapFile)).rejects.toMatchObject({
    faults: [{ path: 'accounts[1].buckets[0].policy', message: 'Policy has invalid resource' }],
  })
})
