import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3CallsTo } from './support/s3-calls.ts'
import { fresh } from './support/scene.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

// What of tags was recorded of AWS by others.

let server: TestServer
let Bucket: string
const Key = 'tagged'
const s3 = s3CallsTo(() => server)
beforeAll(async () => {
  server = await startTestServer()
  Bucket = fresh('tags')
  await s3('CreateBucket', { Bucket })
})
afterAll(() => server.close())

const setOf = (...tags: readonly [string, string][]) => tags.map(([key, Value]) => ({ Key: key, Value }))

describe('a key of AWS’s own', () => {
  it.each([
    [
      'an object',
      'Your TagKey cannot be prefixed with aws:',
      (TagSet: object) => s3('PutObjectTagging', { Bucket, Key, Tagging: { TagSet } }),
    ],
    [
      'a bucket',
      'System tags cannot be added/updated by requester',
      (TagSet: object) => s3('PutBucketTagging', { Bucket, Tagging: { TagSet } }),
    ],
    [
      'a new bucket',
      'User-defined tag keys can\'t start with "aws:".',
      (Tags: object) => s3('CreateBucket', { Bucket: fresh('tags'), CreateBucketConfiguration: { Tags } }),
    ],
  ])('is refused for %s in words of its own, and others are taken', async (_, message, tag) => {
    await s3('PutObject', { Bucket, Key })
    const refusal = await tag(setOf(['aws:own', 'x']))
    expect(refusal).toMatchObject({ refused: 'InvalidTag', status: 400 })
    expect(refusal.message.startsWith(message)).toBe(true)
    expect(await tag(setOf(['x:aws:own', 'x']))).not.toHaveProperty('refused')
  })
})

describe('the header of tags', () => {
  const put = (Tagging: string) => s3('PutObject', { Bucket, Key, Tagging })

  it.each(['a=1&a=2', 'a=1,b=2', 'a=%ff', '=', 'a%'])('is refused as a whole: %s', async Tagging => {
    expect(await put(Tagging)).toMatchObject({ refused: 'InvalidArgument', status: 400 })
  })

  it.each([
    ['a?=1', 'The TagKey you have provided is invalid'],
    ['a=1$', 'The TagValue you have provided is invalid'],
  ])('is refused for what is no tag: %s', async (Tagging, message) => {
    expect(await put(Tagging)).toMatchObject({ refused: 'InvalidTag', status: 400, message })
    expect(await put(Tagging.replace(/[?$]/, '@'))).not.toHaveProperty('refused')
  })

  it('may have gaps, and keys without values', async () => {
    expect(await put('a&&&b')).not.toHaveProperty('refused')
    const { TagSet } = await s3('GetObjectTagging', { Bucket, Key })
    expect(TagSet).toEqual(setOf(['a', ''], ['b', '']))
  })
})

describe('no tags', () => {
  it('are put by an empty set, and by none', async () => {
    for (const Tagging of [{ TagSet: [] }, {}]) {
      await s3('PutBucketTagging', { Bucket, Tagging: { TagSet: setOf(['a', 'b']) } })
      expect(await s3('GetBucketTagging', { Bucket })).toHaveProperty('TagSet')
      expect(await s3('PutBucketTagging', { Bucket, Tagging })).toEqual({})
      expect(await s3('GetBucketTagging', { Bucket })).toMatchObject({ refused: 'NoSuchTagSet' })
    }
  })
})

describe('a bucket that is made again', () => {
  it('is there already, in us-east-1 and without tags', async () => {
    const made = (name: string, CreateBucketConfiguration?: object) =>
      s3('CreateBucket', { Bucket: name, CreateBucketConfiguration })
    const name = fresh('again')
    const Tags = setOf(['a', 'b'])
    await made(name, { Tags })
    expect(await made(name)).toMatchObject({ Location: `/${name}` })
    expect(await made(name, { Tags })).toMatchObject({ refused: 'BucketAlreadyOwnedByYou', status: 409 })
    expect(await s3('GetBucketTagging', { Bucket: name })).toEqual({ TagSet: Tags })
    const elsewhere = fresh('again')
    const LocationConstraint = 'eu-west-1'
    await made(elsewhere, { LocationConstraint })
    for (const asked of [{ LocationConstraint }, undefined])
      expect(await made(elsewhere, asked)).toMatchObject({ refused: 'BucketAlreadyOwnedByYou' })
  })
})
