import { invalidRequest, notHere } from './errors.ts'

/** Of what is written or read, and of what is copied. */
const member = /^(?:CopySource)?SSECustomer/

const bringsKey = (input: object) =>
  Object.entries(input).some(([name, value]) => value !== undefined && member.test(name))

/** Whoever brings a key takes what they put for encrypted with it. */
export function mustBringNoKey(input: object): void {
  if (bringsKey(input)) throw notHere('Encryption with a key of the customer')
}

/** Of an object that was put without one. The words are recorded: https://github.com/boto/boto3/issues/982 */
export function mustNeedNoKey(input: object): void {
  if (bringsKey(input)) throw invalidRequest('The encryption parameters are not applicable to this object.')
}
