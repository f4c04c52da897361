import { randomBytes, randomUUID } from 'node:crypto'
import { accountId } from '../../src/identity/account-id.ts'
import { newEventId, newRequestId } from '../../src/server/request-id.ts'
import type { EventRecord } from '../../src/store/contract.ts'

export const account = accountId('111111111111')

export interface Made {
  readonly record: EventRecord
  readonly userName: string
  readonly accessKeyId: string
}

const users = 50

/** Two of three calls take a role with a key of the caller's own, the others read; each with its decision's size. */
export function madeEvent(index: number, time: number): Made {
  const userName = `user-${index % users}`
  const eventName = index % 3 ? 'AssumeRole' : 'GetRole'
  const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`
  const [eventId, requestId] = [newEventId(time), newRequestId(time)]
  const roleArn = `arn:aws:iam::222222222222:role/Role-${index % 200}`
  const event = JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDARTXV5AHDRIHFXOMJ5',
      arn: `arn:aws:iam::${account}:user/${userName}`,
      accountId: account,
      accessKeyId,
      userName,
    },
    eventID: eventId,
    recipientAccountId: account,
    eventTime: new Date(time).toISOString(),
    eventSource: eventName === 'AssumeRole' ? 'sts.amazonaws.com' : 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: 'aws-sdk-js/3.1172.0 ua/2.1 os/linux lang/js md/nodejs#24.21.0 api/sts#3.1172.0 m/N,E,e',
    readOnly: true,
    requestID: requestId,
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    requestParameters: { roleArn, roleSessionName: `session-${index}` },
    responseElements: {
      credentials: { accessKeyId: `ASIA${index}`, secretAccessKey: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    },
    sharedEventID: randomUUID(),
  })
  return { record: { account, eventId, requestId, time, eventName, event, decision }, userName, accessKeyId }
}

/** About what two layers and a statement come to. */
const decision = JSON.stringify([
  { action: 'sts:AssumeRole', context: 'c'.repeat(700), decision: 'd'.repeat(600) },
])
