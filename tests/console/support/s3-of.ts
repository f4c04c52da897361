import { S3Client } from '@aws-sdk/client-s3'
import type { Keys, TestServer } from '../../behaviour/support/test-server.ts'
import type { Tab } from './tab.ts'

export function s3Of(server: TestServer, credentials: Keys): S3Client {
  return new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  })
}

/** The credentials that the pages of this tab act with: a program with them may do what the pages may. */
export async function pageKeys(tab: Tab): Promise<Keys> {
  const keys = await tab.page.evaluate(`
    fetch('/_crossrole/console/credentials', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-crossrole-session': String(JSON.parse(sessionStorage['crossrole.session']).slot),
      },
      body: '{}',
    }).then(answer => answer.json())
  `)
  const { accessKeyId, secretAccessKey, sessionToken } = keys as Required<Keys>
  return { accessKeyId, secretAccessKey, sessionToken }
}
