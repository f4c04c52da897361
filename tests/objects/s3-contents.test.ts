import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { S3Contents } from '../../src/objects/s3/s3-contents.ts'
import { objectContentsSuite } from '../../src/objects/suite/suite.ts'
import { s3CallsTo } from '../behaviour/support/s3-calls.ts'
import { startTestServer, type TestServer } from '../behaviour/support/test-server.ts'

/** The service that stores is one of ours: any that speaks S3 would do. */
let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await s3CallsTo(() => server)('CreateBucket', { Bucket: 'store' })
})
afterAll(() => server.close())

objectContentsSuite('another S3', async () => {
  const client = new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: server.trusting.admin,
    forcePathStyle: true,
  })
  return new S3Contents({ client, bucket: 'store', prefix: 'contents/' })
})
