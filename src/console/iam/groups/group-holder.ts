import {
  AttachGroupPolicyCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  PutGroupPolicyCommand,
} from '@aws-sdk/client-iam'
import { useMemo } from 'react'
import { type Clients, useClients } from '../../api/clients.ts'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import type { PolicyHolder } from '../permissions/policy-holder.ts'
import { groupCrumbs, groupPath, groupSectionPath } from './group-paths.ts'

export function useGroupHolder(name: string): PolicyHolder {
  const { iam } = useClients()
  return useMemo(() => groupHolder(iam, name), [iam, name])
}

export function groupHolder(iam: Clients['iam'], GroupName: string): PolicyHolder {
  return {
    kind: 'group',
    name: GroupName,
    href: groupPath(GroupName),
    shownAt: groupSectionPath(GroupName, 'permissions'),
    crumbs: groupCrumbs(GroupName),
    listAttached: async ({ marker, maxItems }) => {
      const { AttachedPolicies = [], Marker } = await iam.send(
        new ListAttachedGroupPoliciesCommand({ GroupName, Marker: marker, MaxItems: maxItems }),
      )
      const items = AttachedPolicies.map(({ PolicyName: name = '', PolicyArn: arn = '' }) => ({ name, arn }))
      return { items, marker: Marker }
    },
    listInline: async ({ marker, maxItems }) => {
      const { PolicyNames = [], Marker } = await iam.send(
        new ListGroupPoliciesCommand({ GroupName, Marker: marker, MaxItems: maxItems }),
      )
      return { items: PolicyNames, marker: Marker }
    },
    attach: PolicyArn => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
    detach: PolicyArn => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    inlineDocument: async PolicyName => {
      const { PolicyDocument } = await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))
      return decodedDocument(PolicyDocument)
    },
    putInline: (PolicyName, PolicyDocument) =>
      iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
    deleteInline: PolicyName => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
  }
}
