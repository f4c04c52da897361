import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import { noOrganizations } from '../../services/organizations.ts'
import type { Exchange } from '../exchange.ts'
import type { Service } from '../service.ts'
import { loadServices } from '../services.ts'
import { handle } from '../steps/handle.ts'
import { validate } from '../steps/validate.ts'
import type { BootstrapTools } from './apply.ts'

/** Nobody listens before the first accounts are there. */
function notYet(): never {
  throw new Error('the server has no URL yet')
}

/**
 * Calls operations of IAM as an account's root user, by the pipeline's own steps of validation and work. There is
 * nobody to authenticate before the first credentials exist, and nothing to authorize: no policy limits root.
 */
export class RootOperator {
  readonly #tools: BootstrapTools
  readonly #now: number
  readonly #iam: Service

  constructor(tools: BootstrapTools, now: number) {
    this.#tools = tools
    this.#now = now
    const iam = loadServices().get('iam')
    if (!iam) throw new Error('there is no service iam')
    this.#iam = iam
  }

  /** Throws a ServiceError where the API would answer one. */
  async call(account: AccountId, operationName: string, input: object): Promise<void> {
    const operation = this.#iam.operations.get(operationName)
    if (!operation) throw new Error(`there is no operation iam:${operationName}`)
    const exchange: Exchange = {
      http: { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array() },
      requestId: this.#tools.vault.newUuid(),
      now: this.#now,
      facts: { sourceIp: '127.0.0.1', secureTransport: false, region: 'us-east-1' },
      service: this.#iam,
      operation,
      input,
      caller: { kind: 'root', account, arn: arn.root(account), userId: account, accessKeyId: '' },
      answers: [],
    }
    const house = { ...this.#tools, organizations: noOrganizations, ownUrl: notYet }
    validate(exchange, house)
    await handle(exchange, house)
  }
}
