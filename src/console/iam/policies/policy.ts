import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  type Policy,
  type PolicyVersion,
} from '@aws-sdk/client-iam'
import { useSearchParams } from 'react-router'
import { useClients } from '../../api/clients.ts'
import { useRead } from '../../api/read.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'

/** Everything about one managed policy is read, and read again, under this key. */
export const policyKey = (arn: string) => ['policy', arn] as const

export const policiesPath = '/console/iam/policies'
export const detailsPath = (arn: string, tab?: string) =>
  `${policiesPath}/details?${new URLSearchParams({ arn, ...(tab !== undefined && { tab }) })}`
export const editPath = (arn: string) => `${policiesPath}/details/edit?${new URLSearchParams({ arn })}`

/** Which policy the page is about: ARNs hold slashes, so that it stands in the query. */
export function useArn(): string {
  const [search] = useSearchParams()
  return search.get('arn') ?? ''
}

/** A policy as GetPolicy tells of it. */
export type PolicyDetails = Policy & { readonly Arn: string; readonly PolicyName: string }

export function usePolicy(arn: string) {
  const { iam } = useClients()
  return useRead([...policyKey(arn), 'details'], async (): Promise<PolicyDetails> => {
    const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
    return { ...policy, Arn: policy?.Arn ?? arn, PolicyName: policy?.PolicyName ?? '' }
  })
}

export function useVersionText(arn: string, versionId: string | undefined) {
  const { iam } = useClients()
  return useRead(
    [...policyKey(arn), 'version', versionId],
    async () => {
      const { PolicyVersion: version } = await iam.send(
        new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId }),
      )
      return decodedDocument(version?.Document)
    },
    { enabled: versionId !== undefined },
  )
}

/** The newest first: there are five at most. */
export function useVersions(arn: string) {
  const { iam } = useClients()
  return useRead([...policyKey(arn), 'versions'], async (): Promise<readonly PolicyVersion[]> => {
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }))
    return Versions
  })
}
