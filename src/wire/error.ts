/**
 * An error the caller is meant to see, in the service's own words. Anything else that is thrown becomes
 * a ServiceFailure without detail.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  /** e.g. `NoSuchEntity`: what clients switch on. */
  readonly code: string
  readonly status: number
  /** As the service's model names it; absent where every service may answer so, and each protocol has its own name. */
  readonly shapeName: string | undefined
  /** What the model gives the error beside its message, as `Reason`. Query services have no such members. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, message: string, options: ServiceErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.status = status
    this.shapeName = options.shapeName
    this.members = options.members ?? {}
  }

  /** Whose fault the wire says it is. */
  get type(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver'
  }
}

export interface ServiceErrorOptions extends ErrorOptions {
  readonly shapeName?: string
  readonly members?: Readonly<Record<string, unknown>>
}
