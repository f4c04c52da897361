import type { AccountId } from '../../identity/account-id.ts'
import type { Vault } from '../../identity/vault.ts'
import type { ServiceCredentialRow } from '../../store/credential-tables.ts'
import { commonError } from '../../wire/errors.ts'
import { iamError } from './operation.ts'

/**
 * The services that have credentials of their own. Two know users by name and password; to the others an API key
 * is sent by itself, so it says whose it is.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
 */
const services: ReadonlyMap<string, { readonly apiKeyPrefix?: string }> = new Map([
  ['cassandra.amazonaws.com', {}],
  ['codecommit.amazonaws.com', {}],
  ['bedrock.amazonaws.com', { apiKeyPrefix: 'ABSK' }],
  ['logs.amazonaws.com', { apiKeyPrefix: 'ACWL' }],
])

function serviceNamed(name: string) {
  const service = services.get(name)
  if (service) return service
  const message = `No such service ${name} is supported for Service Specific Credentials`
  throw iamError('NoSuchEntityException', message)
}

export function mustBeSupported(serviceName: string): void {
  serviceNamed(serviceName)
}

/** Only API keys run out; the words are ours. */
export function expiryOf(serviceName: string, ageDays: number | undefined, now: number) {
  const { apiKeyPrefix } = serviceNamed(serviceName)
  if (ageDays === undefined) return {}
  if (apiKeyPrefix !== undefined) return { expiresAt: now + ageDays * dayMs }
  throw commonError('ValidationError', `CredentialAgeDays is not supported for ${serviceName}`)
}

const dayMs = 24 * 60 * 60 * 1000

/** `jane-at-123456789012`, and `jane+1-at-123456789012` while the first is in use. */
export function freeServiceUserName(
  userName: string,
  account: AccountId,
  present: readonly ServiceCredentialRow[],
): string {
  const taken = new Set(present.map(({ serviceUserName }) => serviceUserName))
  let name = `${userName}-at-${account}`
  for (let index = 1; taken.has(name); index++) name = `${userName}+${index}-at-${account}`
  return name
}

export function newSecret(vault: Vault, serviceName: string, serviceUserName: string): string {
  const { apiKeyPrefix } = serviceNamed(serviceName)
  const random = Buffer.from(vault.randomBytes(32)).toString('base64')
  if (apiKeyPrefix === undefined) return random
  return apiKeyPrefix + Buffer.from(`${serviceUserName}:${random}`).toString('base64')
}

export function shownCredential(credential: ServiceCredentialRow, userName: string, now: number) {
  const { apiKeyPrefix } = serviceNamed(credential.serviceName)
  const isExpired = credential.expiresAt !== undefined && credential.expiresAt <= now
  return {
    UserName: userName,
    Status: isExpired ? ('Expired' as const) : credential.status,
    ...(apiKeyPrefix === undefined
      ? { ServiceUserName: credential.serviceUserName }
      : { ServiceCredentialAlias: credential.serviceUserName }),
    CreateDate: new Date(credential.createdAt),
    ...(credential.expiresAt !== undefined && { ExpirationDate: new Date(credential.expiresAt) }),
    ServiceSpecificCredentialId: credential.credentialId,
    ServiceName: credential.serviceName,
  }
}

/** The secret is told when it is made, and never again. */
export function shownWithSecret(
  credential: ServiceCredentialRow,
  userName: string,
  now: number,
  secret: string,
) {
  const { apiKeyPrefix } = serviceNamed(credential.serviceName)
  const told = apiKeyPrefix === undefined ? { ServicePassword: secret } : { ServiceCredentialSecret: secret }
  return { ...shownCredential(credential, userName, now), ...told }
}
