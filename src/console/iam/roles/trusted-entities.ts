import type { Condition, Statement } from '../../../policy/document.ts'
import { parsePolicy } from '../../../policy/parse.ts'
import { type PrincipalReference, readPrincipal } from '../../../policy/principal-reference.ts'

export type TrustedKind =
  | 'everyone'
  | 'account'
  | 'user'
  | 'role'
  | 'session'
  | 'federated-user'
  | 'service'
  | 'oidc-provider'
  | 'saml-provider'
  | 'federated'
  /** A unique id: the user or role that was meant is gone. */
  | 'deleted'
  | 'canonical-user'
  | 'other'

/** Somebody whom a trust policy lets in. */
export interface TrustedEntity {
  readonly kind: TrustedKind
  /** As the policy names it. */
  readonly principal: string
  /** What is short and says who it is: account id, name with path, service, provider. */
  readonly name: string
  /** Of the entity, where it has one. */
  readonly account?: string
  /** Under which conditions only. */
  readonly conditions: readonly Condition[]
}

/** Whom the `Allow` statements of a trust policy let in, or of a bucket's; undefined where the text is no such policy. */
export function trustedEntities(
  text: string,
  kind: 'trust' | 'resource' = 'trust',
): readonly TrustedEntity[] | undefined {
  const parsed = parsePolicy(text, kind)
  if ('faults' in parsed) return undefined
  return parsed.document.statements.filter(({ effect }) => effect === 'Allow').flatMap(entitiesOf)
}

function entitiesOf({ principal, conditions }: Statement): readonly TrustedEntity[] {
  if (!principal) return []
  if (principal.negated)
    return [{ kind: 'other', principal: 'NotPrincipal', name: 'NotPrincipal', conditions }]
  const everyone = principal.everyone ? [{ ...everybody, conditions }] : []
  return [
    ...everyone,
    ...principal.entries.map(({ type, value }) => ({ ...named[type](value), principal: value, conditions })),
  ]
}

const everybody = { kind: 'everyone', principal: '*', name: '*' } as const

type Named = Pick<TrustedEntity, 'kind' | 'name' | 'account'>

const named: Readonly<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', (value: string) => Named>> = {
  AWS: value => {
    if (value === '*') return everybody
    const read = readPrincipal(value)
    return read ? namedReference(read) : { kind: 'other', name: value }
  },
  Service: value => ({ kind: 'service', name: value.replace(/\.amazonaws\.com(\.cn)?$/, '') }),
  Federated: value => {
    const [, account, type, name] =
      /^arn:[^:]+:iam::(\d{12}):(oidc-provider|saml-provider)\/(.+)$/.exec(value) ?? []
    if (account === undefined || name === undefined) return { kind: 'federated', name: value }
    return { kind: type === 'oidc-provider' ? 'oidc-provider' : 'saml-provider', name, account }
  },
  CanonicalUser: value => ({ kind: 'canonical-user', name: value }),
}

function namedReference(read: PrincipalReference): Named {
  switch (read.kind) {
    case 'account':
      return { kind: 'account', name: read.accountId, account: read.accountId }
    case 'id':
      return { kind: 'deleted', name: read.value }
    case 'session':
      return { kind: 'session', name: `${read.roleName}/${read.sessionName}`, account: read.accountId }
    case 'federated-user':
      return { kind: 'federated-user', name: read.name, account: read.accountId }
    default:
      return { kind: read.kind, name: `${read.path.slice(1)}${read.name}`, account: read.accountId }
  }
}
