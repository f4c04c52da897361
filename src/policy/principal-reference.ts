/** What one `AWS` principal of a policy names. */
export type PrincipalReference =
  | { readonly kind: 'account'; readonly value: string; readonly accountId: string }
  | {
      readonly kind: 'user' | 'role'
      readonly value: string
      readonly partition: string
      readonly accountId: string
      /** `/` or `/division/`. */
      readonly path: string
      readonly name: string
    }
  | {
      readonly kind: 'session'
      readonly value: string
      readonly partition: string
      readonly accountId: string
      readonly roleName: string
      readonly sessionName: string
    }
  | {
      readonly kind: 'federated-user'
      readonly value: string
      readonly partition: string
      readonly accountId: string
      readonly name: string
    }
  /** A unique id: what a bound ARN is shown as once its user or role is gone. */
  | { readonly kind: 'id'; readonly value: string; readonly entity: 'user' | 'role' }

const accountText = /^\d{12}$/
const idText = /^(AIDA|AROA)[A-Z0-9]{12,124}$/
/** Names and paths as IAM takes them; spaces occur in the user ARNs that CloudFront gives to its identities. */
const nameText = /^[\w+=,.@ -]+$/
/** Visible characters other than the wildcards; the slashes at both ends are there by construction. */
const pathText = /^[!-)+->@-~]*$/
const cloudFrontAccount = 'cloudfront'

/**
 * Reads an `AWS` principal other than `*`; undefined for what is none: a group, a pattern, a malformed ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipal(value: string): PrincipalReference | undefined {
  if (accountText.test(value)) return { kind: 'account', value, accountId: value }
  const id = idText.exec(value)
  if (id !== null) return { kind: 'id', value, entity: id[1] === 'AIDA' ? 'user' : 'role' }
  const [arn, partition = '', service = '', region, accountId = '', ...rest] = value.split(':')
  if (arn !== 'arn' || !/^aws[a-z-]*$/.test(partition) || region !== '') return undefined
  const isAccount = accountText.test(accountId) || (service === 'iam' && accountId === cloudFrontAccount)
  if (!isAccount) return undefined
  const resource = rest.join(':')
  if (service === 'iam') return readEntity(value, partition, accountId, resource)
  if (service === 'sts') return readSession(value, partition, accountId, resource)
  return undefined
}

function readEntity(
  value: string,
  partition: string,
  accountId: string,
  resource: string,
): PrincipalReference | undefined {
  if (resource === 'root') return { kind: 'account', value, accountId }
  const kind = (['user', 'role'] as const).find(type => resource.startsWith(`${type}/`))
  if (kind === undefined) return undefined
  const nameAt = resource.lastIndexOf('/') + 1
  const path = resource.slice(kind.length, nameAt)
  const name = resource.slice(nameAt)
  if (!nameText.test(name) || !pathText.test(path)) return undefined
  return { kind, value, partition, accountId, path, name }
}

function readSession(
  value: string,
  partition: string,
  accountId: string,
  resource: string,
): PrincipalReference | undefined {
  const [type, first = '', second = '', ...more] = resource.split('/')
  if (more.length > 0 || !nameText.test(first)) return undefined
  if (type === 'assumed-role' && nameText.test(second)) {
    return { kind: 'session', value, partition, accountId, roleName: first, sessionName: second }
  }
  if (type === 'federated-user' && second === '') {
    return { kind: 'federated-user', value, partition, accountId, name: first }
  }
  return undefined
}
