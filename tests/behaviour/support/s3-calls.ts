import * as sdk from '@aws-sdk/client-s3'
import type { Keys, TestServer } from './test-server.ts'

// The members of an answer are the concern of the test that asks.
// biome-ignore lint/suspicious/noExplicitAny: a hundred shapes
export type S3Answer = any

/** A call of S3 through the SDK: the answer without its metadata, its body as text, or how it was refused. */
export type S3Call = (operation: string, input?: object, keys?: Keys) => Promise<S3Answer>

/** As the admin of the trusting account, unless other keys are given. */
export function s3CallsTo(server: () => TestServer): S3Call {
  return async (operation, input = {}, keys = server().trusting.admin) => {
    const commands: Record<string, unknown> = sdk
    const Command = commands[`${operation}Command`] as new (input: object) => never
    const client = server().s3(keys)
    try {
      const { $metadata: _, ...answer } = (await client.send(new Command(input))) as S3Answer
      if (answer.Body) answer.Body = await answer.Body.transformToString()
      return answer
    } catch (error) {
      const { name, message, $metadata } = error as sdk.S3ServiceException
      // Nobody answered: that is no refusal.
      if ($metadata?.httpStatusCode === undefined) throw error
      return { refused: name, message, status: $metadata.httpStatusCode }
    }
  }
}
