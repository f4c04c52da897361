import type { PolicyText } from '../../authorize/policy-texts.ts'
import { isService } from '../../reference/authorization.ts'
import { grantService, storedDocument } from './access-advisor/services-granted.ts'
import { entityArnResource, entityTexts, entityWithArn, mustBeEntityArn } from './entity-arns.ts'
import { iam, iamError } from './operation.ts'
import { pageOfList } from './paging.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html */
export const ListPoliciesGrantingServiceAccess = iam('ListPoliciesGrantingServiceAccess', {
  check: ({ input }) => {
    mustBeEntityArn(input.Arn)
  },
  resource: call => entityArnResource(call, call.input.Arn),
  read: async call => {
    const { Arn, ServiceNamespaces, Marker } = call.input
    await mustBeServices(ServiceNamespaces)
    const { type, entity } = await entityWithArn(call.rows, Arn)
    const { identity } = await entityTexts(call, type, entity.id)
    const policies = distinctPolicies(identity)
    const { items, ...page } = pageOfList('policies_granting_access', { Marker }, ServiceNamespaces)
    return {
      PoliciesGrantingServiceAccess: items.map(ServiceNamespace => ({
        ServiceNamespace,
        Policies: policies.filter(({ document }) => grantService([document], ServiceNamespace)).map(shown),
      })),
      ...page,
    }
  },
})

async function mustBeServices(namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces) {
    if (await isService(namespace)) continue
    throw iamError('InvalidInputException', `Invalid service namespace: ${namespace}`)
  }
}

/** A policy that a user has twice, itself and by a group, is one. What the account's settings grant is no policy. */
function distinctPolicies(texts: readonly PolicyText[]) {
  const byPlace = new Map(
    texts.flatMap(({ origin, text }) =>
      origin.kind === 'account' ? [] : [[JSON.stringify(origin), { origin, text }] as const],
    ),
  )
  return [...byPlace.values()].map(({ origin, text }) => ({
    origin,
    document: storedDocument(text, 'identity'),
  }))
}

const entityTypes = { user: 'USER', group: 'GROUP', role: 'ROLE' } as const

function shown({ origin }: ReturnType<typeof distinctPolicies>[number]) {
  const { policyName: PolicyName } = origin
  if (origin.kind === 'managed') {
    return { PolicyName, PolicyType: 'MANAGED' as const, PolicyArn: origin.policyArn }
  }
  const { type, name: EntityName } = origin.on
  return { PolicyName, PolicyType: 'INLINE' as const, EntityType: entityTypes[type], EntityName }
}
