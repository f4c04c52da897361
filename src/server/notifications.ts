import { randomUUID } from 'node:crypto'
import type { Notifications } from '../services/notifications.ts'
import type { Log } from './log.ts'

/** A receiver that takes longer has not taken it. */
const timeoutMs = 5000

/**
 * Notifications as SNS delivers them to HTTP endpoints, all to one address: the topic stands in each. They are not
 * signed, since only SNS has the key for that.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html#http-notification-json
 */
export function httpNotifications(url: string, log: Log, clock: () => number): Notifications {
  return {
    publish: async (topicArn, message) => {
      const messageId = randomUUID()
      const body = {
        Type: 'Notification',
        MessageId: messageId,
        TopicArn: topicArn,
        Message: JSON.stringify(message),
        Timestamp: new Date(clock()).toISOString(),
      }
      const headers = {
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': 'Notification',
        'x-amz-sns-message-id': messageId,
        'x-amz-sns-topic-arn': topicArn,
      }
      const refusal = await post(url, headers, JSON.stringify(body))
      if (refusal !== undefined)
        log.info(`notification ${messageId} for ${topicArn} was not taken: ${refusal}`)
      return refusal === undefined
    },
  }
}

/** Why it was not taken. The message itself is for the receiver alone. */
async function post(url: string, headers: Record<string, string>, body: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' })
    await response.body?.cancel()
    return response.ok ? undefined : `HTTP ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
