import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPoliciesCommand,
  type Policy,
} from '@aws-sdk/client-iam'
import type { UseQueryResult } from '@tanstack/react-query'
import { useClients } from '../api/clients.ts'
import { type Pages, usePages } from '../api/pages.ts'
import { useRead } from '../api/read.ts'
import { decodedDocument } from './policy-document.ts'

/** All managed policies that can be attached: the account's own, then AWS's. */
export function useManagedPolicies(): Pages<Policy> {
  const { iam } = useClients()
  return usePages(['policies', 'managed'], async ({ marker, maxItems }) => {
    const { Policies = [], Marker } = await iam.send(
      new ListPoliciesCommand({ Scope: 'All', Marker: marker, MaxItems: maxItems }),
    )
    return { items: Policies, marker: Marker }
  })
}

export interface PolicyText {
  readonly description: string | undefined
  /** Of the default version. */
  readonly text: string
}

export function usePolicyText(arn: string): UseQueryResult<PolicyText, Error> {
  const { iam } = useClients()
  return useRead(['policy', arn, 'text'], async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
    )
    return { description: Policy?.Description, text: decodedDocument(PolicyVersion?.Document) }
  })
}
