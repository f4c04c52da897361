import { answered, type IamCall } from './iam-calls.ts'
import { allow, fresh, policy } from './scene.ts'
import type { Keys, TestServer } from './test-server.ts'

/** The trusted account is the product provider, the trusting one the customer. */
export function delegationScene(server: () => TestServer, call: IamCall) {
  const provider = (): Keys => server().trusted.admin
  const customer = (): Keys => server().trusting.admin
  const topic = () => `arn:aws:sns:us-east-1:${server().trusted.id}:requests`

  /** A template of the provider, by its ARN. */
  const makeTemplate = async (...statements: object[]): Promise<string> => {
    const input = { PolicyName: fresh('Template'), PolicyDocument: policy(...statements) }
    return answered(await call('CreatePolicy', input, provider())).Policy.Arn
  }
  const readsUsers = () => allow('iam:GetUser', `arn:aws:iam::@{AccountId}:user/*`)

  const requestWith = (input: object = {}) => ({
    Description: 'Sets up the product',
    RequestorWorkflowId: fresh('workflow'),
    NotificationChannel: topic(),
    SessionDuration: 3600,
    ...input,
  })
  const request = async (PolicyTemplateArn: string, input: object = {}): Promise<string> => {
    const whole = requestWith({ Permissions: { PolicyTemplateArn }, ...input })
    return answered(await call('CreateDelegationRequest', whole, provider())).DelegationRequestId
  }
  const on = (operation: string, DelegationRequestId: string, keys = customer(), input: object = {}) =>
    call(operation, { DelegationRequestId, ...input }, keys)
  const stateOf = async (id: string, keys = customer()): Promise<string> =>
    answered(await on('GetDelegationRequest', id, keys)).DelegationRequest.State

  /** Taken by the customer's administrator, accepted and released. */
  const release = async (id: string, keys = customer()): Promise<void> => {
    for (const step of ['AssociateDelegationRequest', 'AcceptDelegationRequest', 'SendDelegationToken']) {
      answered(await on(step, id, keys))
    }
  }
  return { provider, customer, topic, makeTemplate, readsUsers, requestWith, request, on, stateOf, release }
}
