/**
 * An error the caller is meant to see, in the service's own words. Anything else that is thrown becomes
 * a ServiceFailure without detail.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  /** e.g. `NoSuchEntity`: what clients switch on. */
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = status
  }

  /** Whose fault the wire says it is. */
  get type(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver'
  }
}
