import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import type { GetTrailStatusCommandOutput } from '@aws-sdk/client-cloudtrail'
import { type AnyAnswer, sdkDoorway } from './doorways.ts'
import { answered, type ServiceCall } from './iam-calls.ts'
import { s3CallsTo } from './s3-calls.ts'
import { fresh } from './scene.ts'
import type { Keys, TestServer } from './test-server.ts'

/** Trails of the trusted account, and buckets of the trusting one that they deliver to. */
export const cloudtrailService = 'cloudtrail.amazonaws.com'

/** Calls of CloudTrail, as the admin of the trusted account unless other keys are given. */
export function cloudtrailCallsTo(server: () => TestServer, doorway = sdkDoorway): ServiceCall {
  return (operation, input = {}, keys = server().trusted.admin) =>
    doorway.call(server(), keys, 'cloudtrail', operation, input)
}

export function trailArn(account: string, name: string, region = 'us-east-1'): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`
}

/**
 * The policy of the user guide, word for word but for its conditions.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function bucketPolicy(bucket: string, { folder = '', account = '', condition = {} } = {}): object[] {
  const { StringEquals = {}, ...others } = condition as { StringEquals?: object }
  const bucketArn = `arn:aws:s3:::${bucket}`
  return [
    {
      Sid: 'AWSCloudTrailAclCheck20150319',
      Effect: 'Allow',
      Principal: { Service: cloudtrailService },
      Action: 's3:GetBucketAcl',
      Resource: bucketArn,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    },
    {
      Sid: 'AWSCloudTrailWrite20150319',
      Effect: 'Allow',
      Principal: { Service: cloudtrailService },
      Action: 's3:PutObject',
      Resource: `${bucketArn}/${folder}AWSLogs/${account}/*`,
      Condition: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...StringEquals },
        ...others,
      },
    },
  ]
}

export interface LogFile {
  readonly key: string
  readonly records: readonly AnyAnswer[]
  /** As GetObject answers it. */
  readonly object: AnyAnswer
}

/** Longer than any delivery takes; none takes half a second. */
const patienceMilliseconds = 20_000

export function trailScene(server: () => TestServer) {
  const call = cloudtrailCallsTo(server)
  const s3 = s3CallsTo(server)

  /** A bucket of the trusting account, unless other keys are given. */
  const bucket = async (keys: Keys = server().trusting.admin): Promise<string> => {
    const Bucket = fresh('logs')
    await s3('CreateBucket', { Bucket }, keys)
    return Bucket
  }

  const setPolicy = async (Bucket: string, statements: object[], keys: Keys = server().trusting.admin) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    const { refused, message } = await s3('PutBucketPolicy', { Bucket, Policy }, keys)
    if (refused) throw new Error(`${refused}: ${message}`)
  }

  const files = async (Bucket: string, keys: Keys = server().trusting.admin): Promise<LogFile[]> => {
    const { Contents = [] } = await s3('ListObjectsV2', { Bucket }, keys)
    const logFiles = Contents.filter(({ Key = '' }) => Key.includes('/CloudTrail/'))
    return Promise.all(
      logFiles.map(async ({ Key = '' }) => {
        const { GetObjectCommand } = await import('@aws-sdk/client-s3')
        const object: AnyAnswer = await server().s3(keys).send(new GetObjectCommand({ Bucket, Key }))
        const text = gunzipSync(await object.Body.transformToByteArray()).toString()
        return { key: Key, records: JSON.parse(text).Records, object }
      }),
    )
  }

  /** All that was delivered, once what is looked for is among it. Names of files say no order; ids of events do. */
  const delivered = async (
    Bucket: string,
    isThere: (records: readonly AnyAnswer[]) => boolean,
    keys?: Keys,
  ): Promise<readonly AnyAnswer[]> => {
    const until = Date.now() + patienceMilliseconds
    while (Date.now() < until) {
      const records = (await files(Bucket, keys)).flatMap(file => file.records)
      if (isThere(records)) return records.sort((a, b) => (a.eventID < b.eventID ? -1 : 1))
      await pause(20)
    }
    throw new Error(`it was not delivered to ${Bucket}`)
  }

  const status = async (
    Name: string,
    isSo: (status: GetTrailStatusCommandOutput) => boolean,
    keys?: Keys,
  ) => {
    const until = Date.now() + patienceMilliseconds
    while (Date.now() < until) {
      const answer = answered(await call('GetTrailStatus', { Name }, keys))
      if (isSo(answer)) return answer
      await pause(20)
    }
    throw new Error(`the trail ${Name} did not come to that`)
  }

  /** A trail that logs to a bucket of the trusting account that lets it. */
  const trail = async (Bucket: string, input: object = {}, keys: Keys = server().trusted.admin) => {
    const Name = fresh('trail')
    answered(await call('CreateTrail', { Name, S3BucketName: Bucket, ...input }, keys))
    answered(await call('StartLogging', { Name }, keys))
    return Name
  }

  return { call, s3, bucket, setPolicy, files, delivered, status, trail }
}

/** Whether an event of that name, about a resource that is named so, is there. */
export function tells(eventName: string, parameters: object) {
  return (records: readonly AnyAnswer[]) =>
    records.some(
      record =>
        record.eventName === eventName &&
        Object.entries(parameters).every(([name, value]) => record.requestParameters?.[name] === value),
    )
}
