import { digestsHere } from '../../digests/here.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { arn } from '../../identity/arn.ts'
import { storedOrganizations } from '../../services/organizations/for-iam.ts'
import type { Exchange } from '../exchange.ts'
import { loadServices } from '../services.ts'
import { handle } from '../steps/handle.ts'
import { callOf, validate } from '../steps/validate.ts'
import type { BootstrapTools } from './apply.ts'

/** Nobody listens before the first accounts are there. */
function notYet(): never {
  throw new Error('the server has no URL yet')
}

export interface Called {
  readonly service: 'iam' | 'organizations' | 's3'
  readonly operation: string
}

/**
 * Calls operations of IAM, Organizations and S3 as an account's root user, by the pipeline's own steps of validation and work. There is
 * nobody to authenticate before the first credentials exist, and nothing to authorize: no policy limits root.
 */
export class RootOperator {
  readonly #tools: BootstrapTools
  readonly #now: number
  readonly #services = loadServices()

  constructor(tools: BootstrapTools, now: number) {
    this.#tools = tools
    this.#now = now
  }

  /** The output; throws a ServiceError where the API would answer one. */
  async call(
    account: AccountId,
    { service: name, operation: called }: Called,
    input: object,
  ): Promise<object> {
    const service = this.#services.get(name)
    const operation = service?.operations.get(called)
    if (!service || !operation) throw new Error(`there is no operation ${name}:${called}`)
    const exchange: Exchange = {
      http: { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array() },
      requestId: this.#tools.vault.newUuid(),
      now: this.#now,
      facts: { sourceIp: '127.0.0.1', secureTransport: false, region: 'us-east-1' },
      service,
      operation,
      input,
      caller: { kind: 'root', account, arn: arn.root(account), userId: account, accessKeyId: '' },
      answers: [],
      simulated: [],
    }
    const house = {
      ...this.#tools,
      organizations: storedOrganizations(this.#tools.store),
      digester: digestsHere,
      trailDestinations: { refusal: notYet },
      ownUrl: notYet,
    }
    validate(exchange, house)
    const { access } = operation
    if ('account' in access && access.account && 'handle' in operation.work) {
      const call = callOf(exchange, house)
      exchange.resource = await house.store.read(access.account(call), async rows =>
        access.resource({ ...call, rows }),
      )
    }
    await handle(exchange, house)
    return exchange.output ?? {}
  }
}
